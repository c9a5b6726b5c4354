import type { App } from '#src/app.ts';
import { connectBooks } from '#src/service/books/connect.ts';
import { saveMapping } from '#src/service/books/mapping.ts';
import { booksStatus } from '#src/service/books/status.ts';
import { addApplication, type UpdateResult, update } from '../../test/kit/quickbooks/web-connector.ts';
import { NEW_ACCOUNT } from '../../test/kit/world/accounts.ts';
import { worldAccounts, worldMapping } from '../../test/kit/world/mapping.ts';
import type { World } from '../../test/kit/world/world.ts';
import { companyFile } from './company-file.ts';
import { demoScope, firstCollectedMonth } from './things-to-see.ts';

/** What the Web Connector has brought. */
export interface CollectedBooks {
  readonly statements: number;
  /** SOAP calls over HTTP. */
  readonly calls: number;
  readonly seconds: number;
}

/**
 * Lets a simulated Web Connector update from its company file. On the first start a person has confirmed the mapping before, by
 * a list of the accounts; the newest account was made after that.
 * @param url the demo's own server
 * @throws Error with the words that the Web Connector would show
 */
export async function collectBooks(app: App, { quickbooks }: World, url: string): Promise<CollectedBooks> {
  const startedAt = performance.now();
  const publicUrl = `http://localhost:${new URL(url).port}`;
  const { qwc, password } = await connectBooks(demoScope(app), { publicUrl });
  const { ids, ...application } = await addApplication(qwc);
  if ((await booksStatus(demoScope(app))).mapping !== 'confirmed') await confirmMapping(app);
  const { calls } = checked(await update({ ...application, password, company: companyFile(quickbooks, ids) }));
  const statements = calls.filter(isStatement).length;
  return { statements, calls: calls.length, seconds: (performance.now() - startedAt) / 1_000 };
}

async function confirmMapping(app: App): Promise<void> {
  const accounts = worldAccounts().filter(({ account }) => account !== NEW_ACCOUNT);
  const draft = { from: firstCollectedMonth(app), reason: 'Sample mapping of the demo', mapping: worldMapping() };
  await saveMapping(demoScope(app), draft, { confirm: true, accounts });
}

function isStatement({ method, answer: [request = ''] }: UpdateResult['calls'][number]): boolean {
  return method === 'sendRequestXML' && request.includes('ProfitAndLossStandard');
}

function checked(result: UpdateResult): UpdateResult {
  // A person may have paused the reading of the books.
  const isDone = result.state === 'none' || (result.percent === 100 && result.lastError === null);
  if (isDone) return result;
  throw new Error(`The Web Connector did not bring the books: ${result.lastError ?? result.closed ?? result.state}`);
}
