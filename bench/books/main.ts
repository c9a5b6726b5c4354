import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { addMonths, monthAt, monthRange } from '#src/core/period.ts';
import type { CompanyState } from '../../test/kit/quickbooks/company-state.ts';
import { createSoapClient } from '../../test/kit/quickbooks/soap-client.ts';
import { addApplication, update } from '../../test/kit/quickbooks/web-connector.ts';
import { createProcesses, type Script } from '../serving/processes.ts';
import { benchmarkCompany, withOneDifference } from './company.ts';
import type { Connected, Order, State } from './server.ts';

/**
 * 24 months of 300 accounts through the Web Connector, beside as many empty SOAP calls; what the statements take on disk, and
 * what a report reads. Argument: rounds, each on a new database of either kind.
 */
const [rounds = '5'] = process.argv.slice(2);
const MONTHS = 24;
const running = monthAt(new Date(), 'UTC');
const months = monthRange(addMonths(running, 1 - MONTHS), running);
const processes = createProcesses();
const directory = mkdtempSync(join(tmpdir(), 'qbr-bench-books-'));

/** What a part of a round took: the clock's seconds, and CPU time of the server, without PostgreSQL. */
interface Cost {
  readonly seconds: number;
  readonly cpuMs: number;
  readonly statements: number;
  readonly lineStatements: number;
}

interface Round {
  readonly calls: number;
  readonly costs: Readonly<Record<'empty' | 'first' | 'confirmed' | 'same' | 'different', Cost>>;
  /** Of 24 months, and of another version of each. */
  readonly bytes: { readonly first: number; readonly different: number };
  /** SQL statements for a year's report by GraphQL and by REST, and how many of them read statement lines. */
  readonly report: Cost;
}

async function measureRound(environment: Readonly<Record<string, string>>): Promise<Round> {
  const script = await processes.start('../books/server.js', [], {
    environment: { ...environment, QBR_TIMEZONE: 'UTC', QBR_MONTHS_TO_COLLECT: String(MONTHS) },
  });
  const { url, password, qwc } = JSON.parse(await script.line()) as Connected;
  const { ids, ...application } = await addApplication(qwc);
  const company = benchmarkCompany(months, ids);
  const updateFrom = async (file: CompanyState): Promise<number> => {
    const { percent, lastError, calls } = await update({ ...application, password, company: file });
    if (percent !== 100 || lastError !== null) throw new Error(`The update failed: ${lastError}`);
    return calls.length;
  };
  const start = await stateOf(script);
  let calls = 0;
  const first = await costOf(script, async () => {
    calls = await updateFrom(company);
  });
  const stored = await stateOf(script);
  const confirmed = await costOf(script, () => stateOf(script, 'confirm the mapping'));
  const empty = await costOf(script, () => callEmpty(application.url, calls));
  const same = await costOf(script, () => updateFrom(company));
  const different = await costOf(script, () => updateFrom(withOneDifference(company, months)));
  const end = await stateOf(script);
  const report = await costOf(script, () => askReports(url));
  script.child.stdin?.end();
  await new Promise((resolve) => script.child.once('exit', resolve));
  const bytes = {
    first: stored.statementBytes - start.statementBytes,
    different: end.statementBytes - stored.statementBytes,
  };
  return { calls, costs: { empty, first, confirmed, same, different }, bytes, report };
}

async function stateOf({ child, line }: Script, order: Order = 'say your state'): Promise<State> {
  child.stdin?.write(`${order}\n`);
  return JSON.parse(await line()) as State;
}

async function costOf(script: Script, work: () => Promise<unknown>): Promise<Cost> {
  const before = await stateOf(script);
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1_000;
  const after = await stateOf(script);
  return {
    seconds,
    cpuMs: after.cpuMs - before.cpuMs,
    statements: after.statements - before.statements,
    lineStatements: after.lineStatements - before.lineStatements,
  };
}

/** Calls of a method that does nothing, one after the other on one connection. */
async function callEmpty(url: string, calls: number): Promise<void> {
  const client = createSoapClient(url);
  for (let call = 0; call < calls; call += 1) await client.call('serverVersion', []);
  client.close();
}

/** What a person sees of a year: by GraphQL, and by REST. */
async function askReports(url: string): Promise<void> {
  const [from, to] = [months.at(-13), months.at(-2)];
  const query = `{ organization { periods(kind: MONTH, from: "${from}", to: "${to}") { metrics { value } smartNumbers { value } } } }`;
  const headers = { 'content-type': 'application/json' };
  const answers = [
    await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) }),
    await fetch(`${url}/api/qbr/smartnumbers?period=${to}`),
    await fetch(`${url}/api/qbr/metrics/monthly?period=${to}`),
  ];
  for (const answer of answers) {
    const text = await answer.text();
    if (answer.status !== 200 || text.includes('"errors"')) throw new Error(text);
  }
}

function describe(kind: string, measured: readonly Round[]): string {
  const { calls = 0, bytes = { first: 0, different: 0 }, report, costs: last } = measured.at(-1) ?? {};
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const rows = (['empty', 'first', 'confirmed', 'same', 'different'] as const).map((name) => {
    const costs = measured.map((round) => round.costs[name]);
    const seconds = costs.map((cost) => cost.seconds);
    return row([
      ROWS[name],
      median(seconds).toFixed(2),
      `${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)}`,
      `${median(measured.map((round) => round.costs[name].seconds / round.costs.empty.seconds)).toFixed(1)}`,
      median(costs.map((cost) => cost.cpuMs / calls)).toFixed(1),
      median(costs.map((cost) => cost.statements / calls)).toFixed(1),
    ]);
  });
  const perYear = (size: number) => `${((size / 1_024 / MONTHS) * 12).toFixed(0)} kB`;
  return [
    `\n${kind}: ${calls} calls, ${MONTHS} months, 300 accounts, ${measured.length} rounds\n\n`,
    row(['', 'seconds', 'lowest–highest', '× empty', 'server CPU ms a call', 'SQL statements a call']),
    row(['---', '---', '---', '---', '---', '---']),
    ...rows,
    `\nStored: ${perYear(bytes.first)} a year; another version of every month ${perYear(bytes.different)}.\n`,
    `Reports of a year: ${linesRead(report)}; the last update: ${linesRead(last?.different)}.\n`,
  ].join('');
}

function linesRead(cost: Cost | undefined): string {
  return `${cost?.statements} SQL statements, ${cost?.lineStatements} of them on statement lines`;
}

const ROWS: Readonly<Record<keyof Round['costs'], string>> = {
  empty: 'empty SOAP calls',
  first: 'first update, no mapping yet',
  confirmed: 'mapping confirmed (no call)',
  same: 'update, nothing new',
  different: 'update, each month differs',
};

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

async function createDatabase(server: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return server.replace(/postgres$/, name);
}

try {
  const server = await processes.startPostgres(directory);
  const measured = { PostgreSQL: [] as Round[], embedded: [] as Round[] };
  // In turn, so that a busy minute of the machine slows both.
  for (let round = 0; round < Number(rounds); round += 1) {
    const url = await createDatabase(server, `bench_${round}`);
    measured.PostgreSQL.push(await measureRound({ DATABASE_URL: url }));
    measured.embedded.push(await measureRound({ QBR_DATA_DIR: join(directory, `embedded-${round}`) }));
  }
  for (const [kind, found] of Object.entries(measured)) process.stdout.write(describe(kind, found));
} finally {
  processes.close();
  rmSync(directory, { recursive: true, force: true });
}
