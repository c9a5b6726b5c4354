import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type FreshDatabase, freshEmbedded, freshPostgresql, openTestDatabase } from '../../kit/databases.ts';
import { everyRequestTo } from '../../kit/http-faults.ts';
import type { RunningProgram } from '../../kit/program.ts';
import { document, useHarness } from '../harness.ts';

const FREE_PORT = { QBR_PORT: '0' };

async function addressOf(server: RunningProgram): Promise<string> {
  const output = await server.waitFor(/Listening on http:\/\/[\d.]+:\d+/);
  return /Listening on (http:\/\/[\d.]+:\d+)/.exec(output)?.[1] ?? '';
}

async function runsOf({ connection }: FreshDatabase) {
  const database = await openTestDatabase(connection);
  const runs = await database.prisma.collectionRun.findMany({ orderBy: { id: 'asc' } });
  await database.close();
  return runs;
}

describe.each([
  ['PGlite', freshEmbedded],
  ['PostgreSQL', freshPostgresql],
])('qbr serve on %s', (_, create) => {
  const use = useHarness(create);

  it('is ready while every vendor is down, logs JSON lines, and closes in order at SIGTERM', async () => {
    const { start } = use();
    const server = start(['serve'], { ...FREE_PORT, CONNECTWISE_SERVER: 'http://127.0.0.1:9' });
    const url = await addressOf(server);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const begin = performance.now();
    server.process.kill('SIGTERM');
    const { status, stdout } = await server.ended;
    expect(status).toBe(0);
    expect(performance.now() - begin).toBeLessThan(5_000);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ msg: 'Closed' });
  });

  it('closes the run of a program that was killed', async () => {
    const { start, connectwise, database } = use();
    connectwise.setFault(everyRequestTo('/time/entries', { kind: 'hang' }));
    const killed = start(['collect']);
    await killed.waitFor('"phase":"reading"');
    killed.process.kill('SIGKILL');
    await killed.ended;
    const server = start(['serve'], FREE_PORT);
    await addressOf(server);
    server.process.kill('SIGINT');
    expect((await server.ended).status).toBe(0);
    expect(await runsOf(database)).toMatchObject([{ status: 'failed', interrupted: true }]);
  });
});

describe('qbr serve', () => {
  const use = useHarness();

  it('exits 3 where its port is taken, saying so', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const ended = await use().qbr(['serve'], { QBR_PORT: String(port) });
    taken.close();
    expect(ended.status).toBe(3);
    expect(ended.stderr).toContain(`127.0.0.1 port ${port} is already in use`);
  });

  it('collects at the next time after another program has enabled the schedule, and stops that run when it closes', async () => {
    const { start, qbr, connectwise, database } = use();
    const everyMinute = { QBR_COLLECTION_CRON: '* * * * *' };
    connectwise.setFault(everyRequestTo('/time/entries', { kind: 'hang' }));
    const server = start(['serve'], { ...FREE_PORT, ...everyMinute });
    await addressOf(server);
    const enabled = await qbr(['schedule', 'enable', '--accept-unvalidated'], everyMinute);
    expect(enabled).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Nightly collection: enabled, next at /),
    });

    // The next full minute.
    await server.waitFor('Collection started');
    const status = document(await qbr(['status', '--json'], everyMinute));
    expect(status).toMatchObject({ enabled: true, running: { trigger: 'schedule', requestedBy: 'schedule' } });
    server.process.kill('SIGTERM');
    expect((await server.ended).status).toBe(0);
    expect(await runsOf(database)).toMatchObject([{ trigger: 'schedule', status: 'failed', interrupted: false }]);
  }, 120_000);
});
