import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type App, openApp } from '#src/app.ts';
import { parseConfig } from '#src/config/config.ts';
import type { HttpServer } from '#src/http/server.ts';
import { startServer } from '#src/server.ts';
import type { CollectionProgressFeed, MarkedProgress } from '#src/service/collection/progress-feed.ts';
import { startConnectWiseFake } from '../kit/connectwise/fake.ts';
import { type FreshDatabase, freshEmbedded, freshPostgresql } from '../kit/databases.ts';
import { type EventStream, openEventStream, type ServerEvent } from '../kit/event-stream.ts';
import type { HttpFake } from '../kit/http-faults.ts';
import { type NinjaOneFake, startNinjaOneFake } from '../kit/ninjaone/fake.ts';
import { withOperator } from '../kit/operator-database.ts';
import { askGraphql, environmentFor, runQbr, startQbr } from '../kit/program.ts';
import { generateWorld } from '../kit/world/world.ts';

const world = generateWorld({
  seed: 'subscription',
  until: new Date(),
  months: 5,
  timeZone: 'America/Chicago',
  scale: 0.1,
});
const MONTHS = 3;

const PROGRESS = `subscription Progress($runId: Int) {
  collectionProgress(runId: $runId) {
    run { id status startedAt endedAt trigger interrupted }
    ended stepsDone stepsTotal
    vendors {
      vendor { key } state errorMessage
      reading { stepsDone stepsTotal }
      months { period state metricsCollected errorMessage }
    }
  }
}`;

interface Progress {
  readonly run: { readonly id: number; readonly status: string; readonly endedAt: string | null };
  readonly ended: boolean;
  readonly stepsDone: number;
  readonly stepsTotal: number | null;
  readonly vendors: readonly {
    readonly vendor: { readonly key: string };
    readonly state: string;
    readonly errorMessage: string | null;
    readonly reading: { readonly stepsDone: number; readonly stepsTotal: number } | null;
    readonly months: readonly { readonly period: string; readonly state: string }[];
  }[];
}

interface Answer {
  readonly data?: { readonly collectionProgress: Progress };
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

function answerOf(event: ServerEvent | null): Answer {
  return JSON.parse(event?.data ?? '{}') as Answer;
}

function progressOf(event: ServerEvent | null): Progress {
  const { data, errors } = answerOf(event);
  if (!data) throw new Error(JSON.stringify(errors ?? event));
  return data.collectionProgress;
}

describe.each([
  ['PGlite', freshEmbedded],
  ['PostgreSQL', freshPostgresql],
])('collectionProgress on %s', (label, create) => {
  let connectwise: HttpFake;
  let ninjaone: NinjaOneFake;
  let fresh: FreshDatabase;
  let app: App;
  let server: HttpServer;
  /** Streams of progress that are being followed. */
  let following: Set<unknown>;

  beforeEach(async () => {
    connectwise = await startConnectWiseFake({ rows: world.connectwise });
    const { organizations, locations, devicesAt } = world.ninjaone;
    ninjaone = await startNinjaOneFake({ organizations, locations, devices: devicesAt });
    fresh = await create();
    following = new Set();
    await start();
  });
  afterEach(async () => {
    await server.close();
    await app.close();
    await Promise.all([connectwise.close(), ninjaone.close()]);
    await fresh.remove();
  });

  const environment = () => environmentFor({ connectwise, ninjaone, connection: fresh.connection });

  async function start(settings: Record<string, string> = {}): Promise<void> {
    const config = parseConfig({ ...environment(), QBR_PORT: '0', QBR_MONTHS_TO_COLLECT: `${MONTHS}`, ...settings });
    app = withOperator(await openApp(config, { logger: pino({ level: 'silent' }), command: 'vitest' }));
    server = await startServer({ ...app, progress: counted(app.progress) });
  }

  async function restart(settings?: Record<string, string>): Promise<void> {
    await server.close();
    await app.close();
    await start(settings);
  }

  function counted({ follow }: CollectionProgressFeed): CollectionProgressFeed {
    return {
      async follow(request) {
        const progress = await follow(request);
        const watched: AsyncIterableIterator<MarkedProgress> = {
          async next() {
            const result = await progress.next();
            if (result.done) following.delete(watched);
            return result;
          },
          async return() {
            following.delete(watched);
            await progress.return?.();
            return { value: undefined, done: true };
          },
          [Symbol.asyncIterator]: () => watched,
        };
        following.add(watched);
        return watched;
      },
    };
  }

  const subscribe = (variables: { runId?: number } = {}, headers: Record<string, string> = {}): Promise<EventStream> =>
    openEventStream(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: PROGRESS, variables }),
    });
  /** As `EventSource` asks: by GET, with the id of the last event it had. */
  const eventSource = (lastEventId?: string): Promise<EventStream> =>
    openEventStream(`${server.url}/graphql?query=${encodeURIComponent(PROGRESS)}`, {
      headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
    });
  const collect = async (): Promise<number> => {
    const { collect: result } = await askGraphql<{ collect: { run: { id: number } } }>(
      server.url,
      'mutation { collect(input: {}) { ... on CollectSuccess { run { id } } ... on Error { code message } } }',
    );
    return result.run.id;
  };
  const storedRun = async () => {
    const run = await app.database.prisma.collectionRun.findFirstOrThrow({
      orderBy: { id: 'desc' },
      include: { entries: { include: { vendor: true }, orderBy: [{ vendor: { name: 'asc' } }, { period: 'asc' }] } },
    });
    return {
      id: run.id,
      status: run.status.toUpperCase(),
      endedAt: run.endedAt?.toISOString() ?? null,
      entries: run.entries.map(({ vendor, period, status }) => [vendor.name.toUpperCase(), period, status]),
    };
  };
  const toldRun = ({ run, vendors }: Progress) => ({
    id: run.id,
    status: run.status,
    endedAt: run.endedAt,
    entries: vendors.flatMap(({ vendor, months }) =>
      months.map(({ period, state }) => [vendor.key, period, state === 'STORED' ? 'success' : state.toLowerCase()]),
    ),
  });
  /** Lets ConnectWise answer so many requests and no more, until the collection is stopped. */
  const holdAfter = (requests: number): void => {
    connectwise.setFault((_, number) => (number <= requests ? null : { kind: 'hang' }));
  };
  const isHeld = (requests: number) => expect.poll(() => connectwise.requests.all.length).toBeGreaterThan(requests);

  it('goes from the start to the end, never back, and ends with what is stored', async () => {
    const stream = await subscribe();
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
    expect(stream.response.headers.get('cache-control')).toBe('no-cache');
    expect(stream.response.headers.has('etag')).toBe(false);
    const runId = await collect();
    const events = await stream.rest();
    expect(events.at(-1)).toEqual({ id: undefined, event: 'complete', data: '' });
    const next = events.slice(0, -1);
    expect(new Set(next.map(({ event }) => event))).toEqual(new Set(['next']));
    expect(next.map(({ id }) => id)).toEqual([...next.slice(0, -1).map(() => `${runId}`), `${runId}-ended`]);
    const told = next.map(progressOf);
    expect(told.length).toBeGreaterThan(3);
    expect(told.map(({ ended }) => ended)).toEqual(told.map((_, index) => index === told.length - 1));
    expect(told.map(({ run }) => run.id)).toEqual(told.map(() => runId));
    expectToRise(told.map(({ stepsDone }) => stepsDone));
    expect(new Set(told.map(({ stepsTotal }) => stepsTotal))).toEqual(new Set([2 * MONTHS]));
    for (const key of ['CONNECTWISE', 'NINJAONE']) {
      const own = told.flatMap(({ vendors }) => vendors.filter(({ vendor }) => vendor.key === key));
      const order = ['PENDING', 'READING', 'STORING', 'STORED'];
      expectToRise(own.map(({ state }) => order.indexOf(state)));
      expectToRise(own.flatMap(({ reading }) => (reading ? [reading.stepsDone] : [])));
    }
    const last = told.at(-1);
    expect(last).toMatchObject({ stepsDone: 2 * MONTHS, run: { status: 'SUCCESS', trigger: 'API' } });
    expect(last && toldRun(last)).toEqual(await storedRun());
    // Whoever comes when all is over is told the same, once.
    const late = await (await subscribe({ runId })).rest();
    expect(late.map(({ event }) => event)).toEqual(['next', 'complete']);
    expect(progressOf(late[0] ?? null)).toEqual(last);
    expect(following.size).toBe(0);
  });

  it('tells a late client the state first, another one the same, and one that reconnects the end it missed', async () => {
    holdAfter(4);
    const runId = await collect();
    await isHeld(4);
    const late = await subscribe();
    const state = await late.next();
    expect(progressOf(state)).toMatchObject({
      run: { id: runId, status: 'RUNNING', endedAt: null },
      vendors: [
        { state: 'READING', reading: { stepsDone: expect.any(Number) } },
        { state: 'PENDING', reading: null },
      ],
    });
    const other = await eventSource();
    const [one, two] = [progressOf(state), progressOf(await other.next())];
    expect(two.vendors[0]?.reading?.stepsDone).toBeGreaterThanOrEqual(one.vendors[0]?.reading?.stepsDone ?? 99);
    other.disconnect();
    await expect.poll(() => following.size).toBe(1);
    await app.background.stop();
    const last = progressOf((await late.rest()).at(-2) ?? null);
    const message = 'The collection was stopped: the program is closing. Nothing of this vendor was stored.';
    expect(last).toMatchObject({ ended: true, run: { status: 'FAILED' }, vendors: [{ errorMessage: message }, {}] });
    expect(toldRun(last)).toEqual(await storedRun());
    const again = await (await eventSource(`${runId}`)).rest();
    expect(again.map(({ event }) => event)).toEqual(['next', 'complete']);
    expect(progressOf(again[0] ?? null)).toEqual(last);
    await expect.poll(() => following.size).toBe(0);
  });

  it('tells which vendor failed and why, while the other one goes on', async () => {
    connectwise.setFault(() => ({ kind: 'status', status: 401 }));
    const stream = await subscribe();
    await collect();
    const last = progressOf((await stream.rest()).at(-2) ?? null);
    expect(last).toMatchObject({
      run: { status: 'PARTIAL' },
      stepsDone: 2 * MONTHS,
      vendors: [
        { state: 'FAILED', errorMessage: expect.stringMatching(/\w/), months: [{ state: 'FAILED' }, {}, {}] },
        { state: 'STORED', errorMessage: null, months: [{ state: 'STORED' }, {}, {}] },
      ],
    });
  });

  it('answers the number of no run with an error, and ends', async () => {
    const events = await (await subscribe({ runId: 4_711 })).rest();
    expect(events.map(({ event }) => event)).toEqual(['next', 'complete']);
    expect(answerOf(events[0] ?? null)).toEqual({
      errors: [
        {
          message: 'There is no collection run 4711',
          path: ['collectionProgress'],
          locations: [expect.anything()],
          extensions: { code: 'NOT_FOUND', field: 'runId' },
        },
      ],
    });
    expect(following.size).toBe(0);
  });

  it('ends at once when the server closes, without saying that it is complete', async () => {
    const streams = await Promise.all([subscribe(), subscribe(), eventSource()]);
    await expect.poll(() => following.size).toBe(3);
    await server.close();
    // Connections that are cut when the time for running requests is over break off: an error, and no end.
    expect(await Promise.all(streams.map((stream) => stream.rest()))).toEqual([[], [], []]);
    expect(following.size).toBe(0);
  });

  it('is let go of when the client disconnects', async () => {
    const streams = await Promise.all([subscribe(), eventSource()]);
    await expect.poll(() => following.size).toBe(2);
    for (const stream of streams) stream.disconnect();
    await expect.poll(() => following.size).toBe(0);
  });

  describe('its guards', () => {
    const refusal = async (init: RequestInit, search = '') => {
      const response = await fetch(`${server.url}/graphql${search}`, init);
      const { errors } = (await response.json()) as Answer;
      return { status: response.status, ...errors?.[0]?.extensions };
    };

    it.each(['*/*', 'application/json', 'application/graphql-response+json', 'image/png, */*'])(
      'it is not begun for a client that accepts %s',
      async (accept) => {
        const body = JSON.stringify({ query: PROGRESS });
        const post = { method: 'POST', headers: { accept, 'content-type': 'application/json' }, body };
        const refused = { status: 406, code: 'NOT_ACCEPTABLE' };
        expect(await refusal(post)).toMatchObject(refused);
        expect(await refusal({ headers: { accept } }, `?query=${encodeURIComponent(PROGRESS)}`)).toMatchObject(refused);
        expect(following.size).toBe(0);
      },
    );

    it('a page of another site cannot open one', async () => {
      const search = `?query=${encodeURIComponent(PROGRESS)}`;
      const headers = { accept: 'text/event-stream', origin: 'https://elsewhere.example' };
      expect((await fetch(`${server.url}/graphql${search}`, { headers })).status).toBe(403);
    });

    it('so many may be open at once, and another one when one of them has gone', async () => {
      await restart({ QBR_GRAPHQL_MAX_SUBSCRIPTIONS: '2' });
      const [first] = await Promise.all([subscribe(), subscribe()]);
      const third = await subscribe();
      expect(third.response.status).toBe(429);
      expect(answerOf((await third.rest())[0] ?? null).errors).toMatchObject([
        {
          message: expect.stringContaining('(QBR_GRAPHQL_MAX_SUBSCRIPTIONS)'),
          extensions: { code: 'RATE_LIMITED', limit: 'QBR_GRAPHQL_MAX_SUBSCRIPTIONS', maximum: 2 },
        },
      ]);
      first?.disconnect();
      await expect.poll(async () => (await subscribe()).response.status).toBe(200);
    });

    it('refused ones leave room', async () => {
      await restart({ QBR_GRAPHQL_MAX_SUBSCRIPTIONS: '1' });
      for (const runId of [1, 2, 3]) await (await subscribe({ runId })).rest();
      expect((await subscribe()).response.status).toBe(200);
    });

    it('its depth and size are limited as any request’s', async () => {
      await restart({ QBR_GRAPHQL_MAX_COMPLEXITY: '50', QBR_GRAPHQL_MAX_DEPTH: '4' });
      const events = await (await subscribe()).rest();
      expect(answerOf(events[0] ?? null).errors).toMatchObject([
        { extensions: { limit: 'QBR_GRAPHQL_MAX_COMPLEXITY', maximum: 50 } },
      ]);
    });

    it('the deadline of requests does not end it', async () => {
      await restart({ QBR_GRAPHQL_TIMEOUT_SECONDS: '1' });
      const stream = await subscribe();
      holdAfter(3);
      const runId = await collect();
      expect(progressOf(await stream.next()).run.id).toBe(runId);
      // A request that never ends is cut by its own deadline, when that of the stream's start has long passed.
      const release = await holdTransactions(app);
      const cut = await askGraphql(
        server.url,
        'mutation { setCollectionEnabled(input: { enabled: false }) { __typename } }',
      ).catch(String);
      release();
      expect(cut).toContain('REQUEST_TIMEOUT');
      connectwise.setFault(null);
      await app.background.stop();
      expect(progressOf((await stream.rest()).at(-2) ?? null)).toMatchObject({ ended: true });
    });
  });

  describe.runIf(label === 'PostgreSQL')('of another program on the same database', () => {
    it('is told as it is stored, to its end', async () => {
      const stream = await subscribe();
      const ended = runQbr(['collect', '--months', `${MONTHS}`], environment());
      const told = (await stream.rest()).slice(0, -1).map(progressOf);
      expect((await ended).status).toBe(0);
      expectToRise(told.map(({ stepsDone }) => stepsDone));
      expect(told[0]).toMatchObject({ ended: false, stepsDone: 0, stepsTotal: null });
      const last = told.at(-1);
      expect(last).toMatchObject({
        ended: true,
        stepsDone: 2 * MONTHS,
        stepsTotal: 2 * MONTHS,
        run: { trigger: 'CLI' },
      });
      expect(last && toldRun(last)).toEqual(await storedRun());
    });

    it('that is killed is told as failed, as soon as it is found and closed', async () => {
      holdAfter(2);
      const stream = await subscribe();
      const program = startQbr(['collect', '--months', `${MONTHS}`], environment());
      await isHeld(2);
      program.process.kill('SIGKILL');
      await program.ended;
      expect(progressOf(await stream.next())).toMatchObject({ ended: false, run: { status: 'RUNNING' } });
      await expect.poll(async () => (await app.collections.of(1)).collection.closeInterrupted()).toBe(1);
      expect(progressOf((await stream.rest()).at(-2) ?? null)).toMatchObject({
        ended: true,
        run: { status: 'FAILED', interrupted: true },
        vendors: [{ state: 'FAILED', errorMessage: expect.stringMatching(/^The program stopped/) }],
      });
    });
  });
});

/** Keeps the transactions of others waiting until it is released. */
async function holdTransactions({ database }: App): Promise<() => void> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await new Promise<void>((resolve) => {
    void database.transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE qbr_setting IN ACCESS EXCLUSIVE MODE`;
      resolve();
      await released;
    });
  });
  return release;
}

function expectToRise(numbers: readonly number[]): void {
  expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
}
