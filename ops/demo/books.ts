import type { App } from '#src/app.ts';
import { connectBooks } from '#src/service/books/connect.ts';
import { saveMapping } from '#src/service/books/mapping.ts';
import { booksStatus } from '#src/service/books/status.ts';
import { addApplication, type UpdateResult, update } from '../../test/kit/quickbooks/web-connector.ts';
import { worldMapping } from '../../test/kit/world/mapping.ts';
import type { World } from '../../test/kit/world/world.ts';
import { beforeNewAccount, companyFile } from './company-file.ts';
import { demoScope, firstCollectedMonth } from './things-to-see.ts';

/** What the Web Connector has brought. */
export interface CollectedBooks {
  readonly statements: number;
  /** SOAP calls over HTTP. */
  readonly calls: number;
  readonly seconds: number;
}

/**
 * Lets a simulated Web Connector update from its company file. On the first start a person looks at the chart of accounts in
 * between, and confirms the mapping; an account is made after that.
 * @param url the demo's own server
 * @throws Error with the words that the Web Connector would show
 */
export async function collectBooks(app: App, { quickbooks }: World, url: string): Promise<CollectedBooks> {
  const startedAt = performance.now();
  const publicUrl = `http://localhost:${new URL(url).port}`;
  const { qwc, password } = await connectBooks(demoScope(app), { publicUrl });
  const { ids, ...application } = await addApplication(qwc);
  const updateFrom = async (rows: World['quickbooks']) =>
    checked(await update({ ...application, password, company: companyFile(rows, ids) }));
  const updates: UpdateResult[] = [];
  if ((await booksStatus(demoScope(app))).mapping !== 'confirmed') {
    updates.push(await updateFrom(beforeNewAccount(quickbooks)));
    const draft = { from: firstCollectedMonth(app), reason: 'Sample mapping of the demo', mapping: worldMapping() };
    await saveMapping(demoScope(app), draft, { confirm: true });
  }
  const last = await updateFrom(quickbooks);
  return {
    statements: last.calls.filter(isStatement).length,
    calls: [...updates, last].reduce((sum, { calls }) => sum + calls.length, 0),
    seconds: (performance.now() - startedAt) / 1_000,
  };
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
