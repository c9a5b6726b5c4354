import { createInterface } from 'node:readline';
import { openApp } from '#src/app.ts';
import { operatorViewer } from '#src/auth/viewer.ts';
import { parseConfig } from '#src/config/config.ts';
import { EMPTY_MAPPING, type MappedAccount } from '#src/core/books/account-mapping.ts';
import type { StatementSection } from '#src/core/books/statement.ts';
import { createLogger } from '#src/log/log.ts';
import { startServer } from '#src/server.ts';
import { connectBooks } from '#src/service/books/connect.ts';
import { saveMapping } from '#src/service/books/mapping.ts';
import type { Scope } from '#src/service/scope.ts';
import { acrossOrganizations } from '#src/store/engine/organization-context.ts';
import { Prisma } from '#src/store/generated/prisma/client.ts';

/** What the server says first: where it is, and what a person gives the Web Connector. */
export interface Connected {
  readonly url: string;
  readonly password: string;
  readonly qwc: string;
}

/** What is written to the server's input: it says its state after either. */
export type Order = 'confirm the mapping' | 'say your state';

/** What the process has used since it began, and how the tables of statements have grown. */
export interface State {
  readonly cpuMs: number;
  readonly statements: number;
  /** SQL statements that name the table of statement lines. */
  readonly lineStatements: number;
  /** With indexes and large values. */
  readonly statementBytes: number;
}

/**
 * The program's own listener on the database of the environment, with a connection for the Web Connector. Prints `Connected`,
 * and its `State` after each `Order`.
 */
const logger = createLogger({ level: 'silent', file: null, stream: 'none', secrets: [] });
const seen = { statements: 0, lineStatements: 0 };
const app = await openApp(parseConfig({ ...process.env, QBR_PORT: '0', QBR_CACHE_MEGABYTES: '0' }), {
  logger,
  command: 'bench',
  onQuery: (sql) => {
    seen.statements += 1;
    if (sql.includes('qbr_statement_line')) seen.lineStatements += 1;
  },
});
const { database, config, clock } = app;
const server = await startServer(app);
const scope: Scope = {
  ...{ database, organization: { id: 1, timeZone: config.timeZone } },
  ...{ viewer: operatorViewer('bench'), actor: 'bench', at: clock() },
};
const publicUrl = server.url.replace('127.0.0.1', 'localhost');
const { password, qwc } = await connectBooks(scope, { publicUrl });

async function state(): Promise<State> {
  const { user, system } = process.cpuUsage();
  const before = { ...seen };
  const [size] = await acrossOrganizations(() =>
    database.prisma.$queryRaw<{ bytes: bigint }[]>(
      Prisma.sql`SELECT pg_total_relation_size('qbr_statement') + pg_total_relation_size('qbr_statement_line') AS bytes`,
    ),
  );
  Object.assign(seen, before);
  return { cpuMs: (user + system) / 1_000, ...before, statementBytes: Number(size?.bytes) };
}

/** A mapping with an account for each metric that needs some. */
async function confirmMapping(): Promise<void> {
  const accountOf = (section: StatementSection, account: string): MappedAccount[] => {
    return [{ section, account, accountId: null, subAccounts: true }];
  };
  const metrics = {
    nrr: accountOf('income', 'Revenue of department 1'),
    mrr: accountOf('income', 'Revenue of department 2'),
    orr: accountOf('income', 'Revenue of department 3'),
    misc_revenue: accountOf('other income', 'Other of department 1'),
    payroll_total: accountOf('expense', 'Expenses of department 1'),
    uncategorized_expenses: 'none',
  } as const;
  await saveMapping(
    scope,
    { from: '2000-01', reason: 'bench', mapping: { ...EMPTY_MAPPING, metrics } },
    { confirm: true },
  );
}

const say = (line: Connected | State): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
say({ url: server.url, password, qwc });
for await (const line of createInterface({ input: process.stdin })) {
  if ((line as Order) === 'confirm the mapping') await confirmMapping();
  say(await state());
}
await server.close();
await app.close();
