import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, openApp } from '#src/app.ts';
import { operatorViewer } from '#src/auth/viewer.ts';
import { type Month, parseMonth, quarterOf } from '#src/core/period.ts';
import { startServer } from '#src/server.ts';
import type { DerivationDocument } from '#src/service/derivation/derivation.ts';
import { collectBooks } from '../../ops/demo/books.ts';
import { DEMO_TIME_ZONE, demoConfig } from '../../ops/demo/environment.ts';
import { readyText } from '../../ops/demo/ready-text.ts';
import { enterByHand, storePastSnapshots } from '../../ops/demo/sample-data.ts';
import { closeQuarterBefore, setThresholds, withUnloggedTime } from '../../ops/demo/things-to-see.ts';
import { startSimulatedVendors } from '../../ops/demo/vendors.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { DemoDocument } from '../kit/gql/operations.ts';
import { withOperator } from '../kit/operator-database.ts';
import { askGraphql } from '../kit/program.ts';
import { hasPython, verify } from '../kit/verifier.ts';
import { expectedBooks } from '../kit/world/expected.ts';
import { generateWorld } from '../kit/world/world.ts';

const NOW = new Date('2026-11-12T15:00:00Z');
const LAST_MONTH = parseMonth('2026-10');

/** What the demo does, over a small company on a fixed day. */
async function prepare(app: App, world: ReturnType<typeof generateWorld>, url: string) {
  await storePastSnapshots(app, world);
  await (await app.collections.of(1)).collection.run({ trigger: 'cli', viewer: operatorViewer('demo') });
  const books = await collectBooks(app, world, url);
  const entered = await enterByHand(app, world);
  await setThresholds(app);
  return { books, entered, closed: await closeQuarterBefore(app, LAST_MONTH) };
}

/** Every collected leaf names its run, and the verifier agrees with every period. */
async function expectDerivations(url: string, months: readonly Month[]) {
  const documents: DerivationDocument[] = [];
  for (const period of [...months, ...new Set(months.map(quarterOf))]) {
    const answer = await fetch(`${url}/api/qbr/derivation?period=${period}`);
    documents.push((await answer.json()) as DerivationDocument);
  }
  const collected = documents.flatMap(({ leaves }) => leaves.filter(({ source }) => source === 'collected'));
  expect(new Set(collected.map(({ vendor }) => vendor))).toEqual(new Set(['connectwise', 'ninjaone', 'quickbooks']));
  expect(collected.filter(({ run }) => run === null)).toEqual([]);
  if (hasPython) expect(verify(documents)).toEqual({ status: 0, found: documents.map(() => []), stderr: '' });
}

describe('the demo', () => {
  let app: App;
  const ends: (() => Promise<unknown>)[] = [];
  const statements: string[] = [];
  const world = withUnloggedTime(
    generateWorld({ seed: 'demo', until: NOW, months: 26, timeZone: DEMO_TIME_ZONE, scale: 0.2 }),
    LAST_MONTH,
    DEMO_TIME_ZONE,
  );
  beforeAll(async () => {
    const vendors = await startSimulatedVendors(world);
    ends.push(() => vendors.close());
    const config = demoConfig({ QBR_PORT: '0', QBR_DATA_DIR: emptyDirectory() }, vendors);
    app = withOperator(
      await openApp(config, {
        ...{ logger: pino({ level: 'silent' }), command: 'vitest', clock: () => NOW },
        onQuery: (sql) => statements.push(sql),
      }),
    );
    ends.push(() => app.close());
  });
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  it('shows thresholds, a finding, a closed quarter and a partial month, and can be started again', async () => {
    const server = await startServer(app);
    ends.push(() => server.close());
    const books = { statements: 14 };
    expect(await prepare(app, world, server.url)).toMatchObject({ closed: '2026-Q3', books, entered: { months: 26 } });
    // What is closed keeps what it has.
    expect(await prepare(app, world, server.url)).toMatchObject({ closed: '2026-Q3', books, entered: { months: 23 } });
    const variables = { from: '2026-07', to: '2026-11' };
    statements.length = 0;
    const { organization } = await askGraphql(server.url, DemoDocument, variables);
    // A review reads stored values, no accounts.
    expect(statements.some((sql) => sql.includes('qbr_metrics_monthly'))).toBe(true);
    expect(statements.filter((sql) => sql.includes('qbr_statement_line'))).toEqual([]);
    expect(organization?.closed.status).toBe('CLOSED');
    const statuses = organization?.closed.smartNumbers.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['NONE', 'OK', 'WARNING', 'CRITICAL']));
    expect(organization?.closed.smartNumbers.map(({ state }) => state)).toEqual(statuses?.map(() => 'EXACT'));
    const states = (...all: string[]) => all.map((state) => ({ state }));
    const metrics = states('EXACT', 'EXACT', 'NO_DATA');
    expect(organization?.running).toEqual({ status: 'RUNNING', metrics });
    const findings = organization?.findings.edges.map(({ node }) => node);
    expect(findings).toContainEqual({ kind: 'LARGE_CHANGE', period: LAST_MONTH, metric: 'reactive_time_spent' });
    expect(findings).toContainEqual({ kind: 'UNMAPPED_ACCOUNT', period: LAST_MONTH, metric: 'total_income' });
    expect(organization?.periods.map(({ status }) => status)).toEqual([
      'CLOSED',
      'CLOSED',
      'CLOSED',
      'ENDED',
      'RUNNING',
    ]);
    const collected = organization?.collected.map(({ period, metrics: nine }) => [
      period,
      Object.fromEntries(nine.map(({ definition, value }) => [definition.key, Number(value).toFixed(2)])),
    ]);
    const months = world.months.slice(-14);
    expect(collected).toEqual(months.map((month) => [month, expectedBooks(world, month)]));
    expect(new Set(organization?.collected.flatMap((month) => month.metrics.map(({ source }) => source)))).toEqual(
      new Set(['COLLECTED']),
    );
    await expectDerivations(
      server.url,
      months.map((month) => parseMonth(month)),
    );
  }, 120_000);
});

it('the demo names the dashboard before all other addresses, and what there is to see in it', () => {
  const text = readyText({
    collected: { values: 70, months: 14, seconds: 3, requests: 60 },
    books: { statements: 14, calls: 34, seconds: 2 },
    entered: { values: 528, months: 26 },
    lastMonth: LAST_MONTH,
    closed: '2026-Q3' as Parameters<typeof readyText>[0]['closed'],
    seconds: 20,
    url: 'http://127.0.0.1:5400',
  });
  expect(text.match(/http:\S+/g)?.slice(0, 6)).toEqual([
    'http://127.0.0.1:5400',
    'http://127.0.0.1:5400/?period=2026-Q3',
    'http://127.0.0.1:5400/sheet?year=2026',
    'http://127.0.0.1:5400/quality',
    'http://127.0.0.1:5400/?period=2026-11',
    'http://127.0.0.1:5400/books',
  ]);
});
