import { describe, expect, it } from 'vitest';
import { FAKE_CREDENTIALS } from '../../kit/connectwise/fake.ts';
import { freshEmbedded, freshPostgresql, openTestDatabase } from '../../kit/databases.ts';
import { everyRequestTo, type FaultRule } from '../../kit/http-faults.ts';
import { expectedReactive } from '../../kit/world/expected.ts';
import { document, ENDED_MONTH, MONTHS, TIME_ZONE, useHarness, WORLD } from '../harness.ts';

const REFUSED: FaultRule = () => ({ kind: 'status', status: 401, body: '{"code":"Unauthorized"}' });
const NEVER_ANSWERED = everyRequestTo('/time/entries', { kind: 'hang' });

describe('qbr collect', () => {
  const use = useHarness();

  it('collects the configured months, says what it did on stdout and how it goes on stderr, and exits 0', async () => {
    const { qbr, database } = use();
    const ended = await qbr(['collect']);
    expect(ended.status).toBe(0);
    expect(ended.stdout).toMatch(`Run 1 of 3 months (${MONTHS[0]} to ${MONTHS[2]}): success in `);
    expect(ended.stdout).toMatch(/^ConnectWise +success +3 +9 +9 +\d+$/m);
    expect(ended.stdout).toMatch(/^NinjaOne +success +1 +2 +2 +\d+$/m);
    const lines = ended.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const phases = lines.filter(({ msg }) => msg === 'Progress').map(({ vendor, phase }) => `${vendor} ${phase}`);
    const each = (vendor: string) => [`${vendor} reading`, `${vendor} storing`, `${vendor} ended`];
    expect(phases).toEqual([...each('connectwise'), ...each('ninjaone')]);

    const opened = await openTestDatabase(database.connection);
    const rows = await opened.prisma.monthlyMetric.findMany({ where: { metricName: 'reactive_tickets_created' } });
    const runs = await opened.prisma.collectionRun.findMany();
    await opened.close();
    expect(Object.fromEntries(rows.map((row) => [row.period, Number(row.metricValue)]))).toEqual(
      Object.fromEntries(
        MONTHS.map((month) => [month, expectedReactive(WORLD, month, TIME_ZONE).reactive_tickets_created]),
      ),
    );
    expect(runs).toMatchObject([{ trigger: 'cli', status: 'success', force: false }]);
  });

  it('prints with --json one document on stdout and nothing else', async () => {
    const { qbr } = use();
    const ended = await qbr(['collect', '--json', '--period', ENDED_MONTH, '--vendor', 'connectwise']);
    expect(ended.status).toBe(0);
    expect(document(ended)).toMatchObject({
      runId: 1,
      status: 'success',
      months: [ENDED_MONTH],
      vendors: [
        {
          vendor: 'connectwise',
          status: 'success',
          errorMessage: null,
          entries: [{ period: ENDED_MONTH, metricsCollected: 3 }],
          changes: expect.arrayContaining([
            {
              period: ENDED_MONTH,
              metric: 'reactive_time_spent',
              before: null,
              after: { value: expect.stringMatching(/^\d+(\.\d+)?$/), source: 'collected' },
            },
          ]),
        },
      ],
    });
  });

  it('takes a quarter for its months, and --months for the running one and those before it', async () => {
    const { qbr } = use();
    const quarters = await qbr(['collect', '--json', '--dry-run', '--vendor', 'ninja', '--period', '2024-Q2']);
    expect(document(quarters).months).toEqual(['2024-04', '2024-05', '2024-06']);
    const months = await qbr(['collect', '--json', '--dry-run', '--vendor', 'ninja', '--months', '2']);
    expect(document(months).months).toEqual(MONTHS.slice(1));
    const backfill = await qbr(['backfill', '--json', '--dry-run', '--from', '2024-11', '--to', '2025-01']);
    expect(document(backfill).months).toEqual(['2024-11', '2024-12', '2025-01']);
  });

  it('stores nothing with --dry-run, and says what would change', async () => {
    const { qbr } = use();
    const ended = await qbr(['collect', '--dry-run']);
    expect(ended.status).toBe(0);
    expect(ended.stdout).toContain('Dry run of 3 months');
    const { reactive_tickets_created: created } = expectedReactive(WORLD, ENDED_MONTH, TIME_ZONE);
    expect(ended.stdout).toContain(`  ${ENDED_MONTH} reactive_tickets_created — → ${created}\n`);
    expect(document(await qbr(['status', '--json']))).toMatchObject({ lastRun: null, months: [], findings: [] });
  });

  it('exits 2 when one vendor refuses us and the other succeeds, which is stored', async () => {
    const { qbr, connectwise } = use();
    connectwise.setFault(REFUSED);
    const ended = await qbr(['collect']);
    expect(ended.status).toBe(2);
    expect(ended.stdout).toMatch(/^ConnectWise +failed /m);
    expect(ended.stdout).toMatch(/^NinjaOne +success /m);
    expect(ended.stdout).toMatch(/^ConnectWise: HTTP 401/m);
    for (const secret of [FAKE_CREDENTIALS.privateKey, FAKE_CREDENTIALS.publicKey]) {
      expect(ended.stdout + ended.stderr).not.toContain(secret);
    }
    const status = document(await qbr(['status', '--json']));
    expect(status.lastRun.status).toBe('partial');
    expect(status.lastRun.vendors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ vendor: 'ConnectWise', status: 'failed', metricsCollected: 0 }),
        expect.objectContaining({ vendor: 'NinjaOne', status: 'success', metricsCollected: 2 }),
      ]),
    );
  });

  it('exits 1 when every vendor fails, one of them for not being there at all', async () => {
    const { qbr, connectwise } = use();
    connectwise.setFault(REFUSED);
    const ended = await qbr(['collect', '--json'], { NINJA_BASE_URL: 'http://127.0.0.1:9' });
    expect(ended.status).toBe(1);
    expect(document(ended)).toMatchObject({
      status: 'failed',
      vendors: [
        { vendor: 'connectwise', status: 'failed', entries: [], changes: [] },
        { vendor: 'ninja', status: 'failed', errorMessage: expect.stringMatching(/^NinjaOne: /) },
      ],
    });
  });

  it('overwrites a frozen value only with --force and a reason', async () => {
    const { qbr, connectwise } = use();
    const collect = ['collect', '--json', '--vendor', 'connectwise', '--period', ENDED_MONTH];
    const first = document(await qbr(collect));
    const before = first.vendors[0].changes.find((change: { metric: string }) => change.metric === METRIC).after.value;
    connectwise.setFault(({ path, query }) => {
      const isCreated = path.endsWith('/service/tickets') && /dateEntered/.test(query.get('conditions') ?? '');
      const tickets = Array.from({ length: 777 }, (_, index) => ({ id: index + 1 }));
      return isCreated ? { kind: 'status', status: 200, body: JSON.stringify(tickets) } : null;
    });
    const again = await qbr(collect);
    expect(again.status).toBe(0);
    expect(document(again).vendors[0]).toMatchObject({ changes: [], findings: expect.any(Number) });
    expect((await qbr(['status'])).stdout).toMatch(/would now be collected as 777; .* was kept/);

    const forced = await qbr([...collect, '--force', '--reason', 'a ticket was restored']);
    expect(forced.status).toBe(0);
    expect(document(forced).vendors[0].changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          metric: METRIC,
          before: { value: before, source: 'collected' },
          after: { value: '777', source: 'collected' },
        }),
      ]),
    );
  });
});

const METRIC = 'reactive_tickets_created';

describe.each([
  ['PGlite', freshEmbedded],
  ['PostgreSQL', freshPostgresql],
])('two at once on %s', (_, create) => {
  const use = useHarness(create);

  it('exits 4 at once, saying who runs, while another collection is under way; SIGTERM stops that one in order', async () => {
    const { qbr, start, connectwise } = use();
    connectwise.setFault(NEVER_ANSWERED);
    const first = start(['collect', '--json']);
    await first.waitFor('"phase":"reading"');

    const second = await qbr(['collect']);
    expect(second.status).toBe(4);
    expect(second.stderr).toContain(`process ${first.process.pid}`);
    expect(second.stdout).toBe('');

    first.process.kill('SIGTERM');
    const stopped = await first.ended;
    expect(stopped.status).toBe(1);
    expect(document(stopped)).toMatchObject({ status: 'failed' });
    connectwise.setFault(null);
    const { lastRun, running, months } = document(await qbr(['status', '--json']));
    expect(running).toBeNull();
    expect(months).toEqual([]);
    expect(lastRun).toMatchObject({ status: 'failed', interrupted: false });
    expect(lastRun.vendors).toMatchObject([
      { status: 'failed', errorMessage: expect.stringContaining('SIGTERM was received') },
      { status: 'failed', errorMessage: expect.stringContaining('SIGTERM was received') },
    ]);
  });

  it('ends at once at the second SIGINT, and the next start closes its run', async () => {
    const { qbr, start, connectwise } = use();
    connectwise.setFault(NEVER_ANSWERED);
    const first = start(['collect']);
    await first.waitFor('"phase":"reading"');
    first.process.kill('SIGINT');
    first.process.kill('SIGINT');
    expect((await first.ended).status).toBe(1);
    connectwise.setFault(null);
    expect((await qbr(['collect'])).status).toBe(0);
  });
});
