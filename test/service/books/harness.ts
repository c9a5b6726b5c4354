import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { createAccess } from '#src/auth/access.ts';
import { createRefusals } from '#src/auth/refusals.ts';
import { startHttpServer } from '#src/http/server.ts';
import { connectBooks } from '#src/service/books/connect.ts';
import type { BooksSettings } from '#src/service/books/settings.ts';
import { createSoapService } from '#src/service/books/soap-service.ts';
import { createWebConnector } from '#src/service/books/web-connector.ts';
import type { Database } from '#src/store/engine/database.ts';
import { NO_LIMITS } from '../../auth/server.ts';
import { type CompanyState, exampleCompany, examplePostings } from '../../kit/quickbooks/company-state.ts';
import {
  addApplication,
  type ConnectorSettings,
  type UpdateResult,
  update,
} from '../../kit/quickbooks/web-connector.ts';
import { NOW, ORGANIZATION_ID, scopeOn, TIME_ZONE } from '../../kit/services.ts';
import { usersOf } from '../../kit/users.ts';

export const MONTHS = ['2025-02', '2025-03', '2025-04'] as const;

/** A server with the Web Connector's service, and the application in a Web Connector. */
export interface Books {
  readonly url: string;
  readonly app: Pick<ConnectorSettings, 'url' | 'userName' | 'password'>;
  readonly ids: NonNullable<CompanyState['ids']>;
  readonly logged: readonly string[];
  /** Makes the program's clock go ahead. */
  advance(milliseconds: number): void;
  /** As the program does every five minutes. */
  endSilent(): Promise<number>;
  /** The example company with postings in all three months, opened by this application before. */
  company(changes?: Partial<CompanyState>): CompanyState;
  update(company?: CompanyState, options?: Partial<ConnectorSettings>): Promise<UpdateResult>;
  close(): Promise<void>;
}

interface BooksOptions extends Partial<BooksSettings> {
  /** Wrong passwords a minute. */
  readonly wrongKey?: number | null;
  /** The port of a server before; the connection then stays as it is. */
  readonly again?: Books;
}

/** Serves the Web Connector over a database, on a free port of the loopback address. */
export async function serveBooks(database: Database, options: BooksOptions = {}): Promise<Books> {
  const { wrongKey = null, again, ...changes } = options;
  const logged: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  let ahead = 0;
  const clock = () => new Date(NOW.getTime() + ahead);
  const settings: BooksSettings = {
    ...{ database, organizationId: ORGANIZATION_ID, timeZone: TIME_ZONE, clock, logger, basis: 'accrual' },
    ...{ monthsToCollect: MONTHS.length, version: '0.1.0', host: 'test-host', processId: 4242 },
    ...changes,
  };
  const refusals = createRefusals({ database, clock });
  const publicOrigin = 'http://localhost';
  const config = { mode: 'required', openid: null, users: usersOf({}), sessionHours: 8, trustedProxies: [] } as const;
  const server = await startHttpServer({
    ...{ host: '127.0.0.1', port: again ? Number(new URL(again.url).port) : 0, publicUrl: publicOrigin, logger },
    access: createAccess({
      ...{ refusals, database, publicOrigin, basePath: '', clock },
      config: { ...config, rateLimits: { ...NO_LIMITS, wrongKey } },
    }),
    ping: async () => undefined,
    ...{ graphql: () => new Response(), rest: () => new Response(), corsOrigins: [] },
    webConnector: { service: async () => createSoapService(createWebConnector(settings), { logger }), refusals },
  });
  onTestFinished(() => server.close());
  const address = server.url.replace('127.0.0.1', 'localhost');
  const connected = again ? null : await connectBooks(scopeOn(database), { publicUrl: address });
  const added = connected && (await addApplication(connected.qwc));
  const app = again?.app ?? { url: '', userName: '', password: connected?.password ?? '', ...plain(added) };
  const ids = again?.ids ?? added?.ids ?? { ownerId: '', fileId: '' };
  const company: Books['company'] = (changed = {}) =>
    exampleCompany({ ids, postings: MONTHS.flatMap((month, index) => examplePostings(month, index)), ...changed });
  return {
    ...{ url: server.url, app, ids, logged, company, close: server.close },
    advance: (milliseconds) => {
      ahead += milliseconds;
    },
    endSilent: () => createWebConnector(settings).endSilent(),
    update: (file = company(), more = {}) => update({ ...app, company: file, ...more }),
  };
}

function plain(added: Awaited<ReturnType<typeof addApplication>> | null) {
  return added && { url: added.url, userName: added.userName };
}

/** The newest run with its log rows, oldest month first. */
export async function newestRun({ prisma }: Database) {
  const run = await prisma.collectionRun.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const entries = await prisma.collectionLog.findMany({ where: { runId: run.id }, orderBy: { period: 'asc' } });
  return { ...run, entries };
}
