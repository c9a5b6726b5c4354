import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { recordDrill } from '#src/service/backup/health.ts';
import { createCollectionSchedule } from '#src/service/collection/schedule.ts';
import { type ChannelSettings, createChannels } from '#src/service/notifications/channels.ts';
import { createNotifier, type Notifier } from '#src/service/notifications/notifier.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { endRun, insertRun, type RunStatus } from '#src/store/collection-runs.ts';
import type { Database } from '#src/store/engine/database.ts';
import { describeOnBothDatabases, emptyDatabase, openTestDatabase } from '../../kit/databases.ts';
import { firstRequests, type HttpFake, startHttpFake } from '../../kit/http-faults.ts';
import { type MailServer, startMailServer } from '../../kit/mail-server.ts';
import { enter, ORGANIZATION_ID, scopeOn, TIME_ZONE } from '../../kit/services.ts';

/** 15 April 2025, noon in Chicago. */
const NOON = new Date('2025-04-15T17:00:00Z').getTime();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const KEY = Buffer.alloc(32, 7);
const SECRET = `whsec_${KEY.toString('base64')}`;
const NEVER = new AbortController().signal;

describeOnBothDatabases('notifications', (use) => {
  let webhook: HttpFake;
  let mail: MailServer;
  /** Keeps the webhook from answering. */
  let held: Promise<unknown> = Promise.resolve();
  let now = NOON;
  const clock = () => new Date(now);
  const logged: string[] = [];
  const logger = {
    info: () => undefined,
    warn: (...said: unknown[]) => void logged.push(String(said[1])),
    error: (...said: unknown[]) => void logged.push(String(said[1])),
  };

  beforeAll(async () => {
    webhook = await startHttpFake({
      answer: async () => {
        await held;
        return { status: 204, body: '' };
      },
    });
    mail = await startMailServer();
  });
  afterAll(async () => {
    await webhook.close();
    await mail.close();
  });
  beforeEach(async () => {
    await emptyDatabase(use());
    webhook.requests.clear();
    webhook.setFault(null);
    now = NOON;
    logged.length = 0;
  });

  /** A program that has just started. */
  const started = (
    database: Database = use().database,
    channels: ChannelSettings = { webhook: { url: `${webhook.url}/hook`, secret: SECRET }, mail: null },
  ): Notifier => {
    const common = { database, organizationId: ORGANIZATION_ID, clock };
    const collection = { ...common, cron: '30 22 * * *', timeZone: TIME_ZONE, enabledByDefault: false };
    return createNotifier({
      ...{ ...common, logger, publicUrl: 'https://qbr.example.com/qbr', snapshots: createSnapshots(database) },
      // No run is begun here.
      schedule: createCollectionSchedule({ ...collection, collection: undefined as never }),
      channels: createChannels(channels, clock),
      scope: () => scopeOn(database, clock()),
    });
  };

  const ranAs = async (status: Exclude<RunStatus, 'running'>) => {
    const { prisma } = use().database;
    const about = { force: false, reason: null, requestedBy: 'tester', host: 'host', processId: 1, scheduledFor: null };
    const id = await insertRun(prisma, ORGANIZATION_ID, { trigger: 'schedule', startedAt: clock(), ...about });
    await endRun(prisma, ORGANIZATION_ID, { id, status, endedAt: clock() });
  };

  const bodies = () => webhook.requests.all.map(({ body }) => JSON.parse(body));
  const told = () => bodies().map(({ cause, state }) => `${cause} ${state}`);

  it('are sent once a day for one cause and once when it is over, again after a failure or a restart, and signed', async () => {
    expect(await started().run(NEVER)).toBe(0);
    await ranAs('failed');
    webhook.setFault(firstRequests(2, { kind: 'status', status: 503 }));
    expect(await started().run(NEVER)).toBe(0);
    // Not before a minute has passed, then after two.
    expect(await started().run(NEVER)).toBe(0);
    now += MINUTE;
    expect(await started().run(NEVER)).toBe(0);
    now += MINUTE;
    expect(await started().run(NEVER)).toBe(0);
    now += MINUTE;
    expect(await started().run(NEVER)).toBe(1);
    expect(webhook.requests.all).toHaveLength(3);
    expect(new Set(webhook.requests.all.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(logged).toEqual(Array(2).fill('A notification could not be delivered; it is sent again'));

    const [, , accepted] = webhook.requests.all;
    const { headers, body } = accepted ?? { headers: {} as IncomingHttpHeaders, body: '' };
    const { 'webhook-id': id, 'webhook-timestamp': timestamp } = headers;
    expect(timestamp).toBe(String(now / 1_000));
    const signature = createHmac('sha256', KEY).update(`${id}.${timestamp}.${body}`).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signature}`);
    expect(JSON.parse(body)).toEqual({
      ...{ id, cause: 'collection.failed', state: 'problem', severity: 'critical' },
      ...{ organization: 'Example MSP, LLC', link: 'https://qbr.example.com/qbr/quality' },
      at: new Date(NOON).toISOString(),
      message: 'The last collection failed; nothing was stored.',
      action: expect.stringContaining('qbr doctor'),
      text: expect.stringMatching(
        /^\[Example MSP, LLC\] Critical: The last collection failed; nothing was stored\.\n\nIt could not be started.*\n\nhttps:/,
      ),
    });

    const notifier = started();
    webhook.requests.clear();
    // It lasts, fails again the same day, and lasts the next day.
    await notifier.run(NEVER);
    await ranAs('failed');
    await notifier.run(NEVER);
    now += DAY;
    await notifier.run(NEVER);
    expect(told()).toEqual([]);
    // It fails again on that day; then it succeeds, fails and succeeds.
    await ranAs('failed');
    await notifier.run(NEVER);
    expect(told()).toEqual(['collection.failed problem']);
    for (const status of ['success', 'failed', 'success'] as const) {
      await ranAs(status);
      await notifier.run(NEVER);
    }
    expect(told()).toEqual(['collection.failed problem', 'collection.failed over']);
    expect(bodies()[1]).toMatchObject({ severity: 'notice', action: null, message: 'The last collection succeeded.' });
    // What fails late on a day is told the next day, if it lasts.
    await ranAs('failed');
    await notifier.run(NEVER);
    now += DAY;
    await notifier.run(NEVER);
    expect(told().slice(2)).toEqual(['collection.failed problem']);
  });

  it('name metrics and states, and no figure', async () => {
    const { database } = use();
    const { prisma } = database;
    await enter(database, '2025-03', { nrr: '12345.67', employees: '9' }, clock());
    const limit = { organizationId: ORGANIZATION_ID, thresholdType: 'critical', bound: 'min' };
    await prisma.threshold.create({ data: { ...limit, metricName: 'nrr', thresholdValue: '98765.43' } });
    const drift = { organizationId: ORGANIZATION_ID, metricName: 'employees', kind: 'drift', value: '7654' };
    await prisma.finding.create({ data: { ...drift, period: '2025-03', message: 'It is 7654 now, not 9.' } });
    const failure = { step: 'restore', problem: '/var/backups/one.backup is truncated' } as const;
    const times = { startedAt: clock(), endedAt: clock() };
    const drill = { ...times, fileName: 'one.backup', backup: null, host: 'host' };
    await recordDrill(scopeOn(database, clock()), { ...drill, failure });

    const notifier = started();
    await notifier.run(NEVER);
    expect(told().sort()).toEqual(['backup problem', 'drift problem', 'threshold:nrr:2025-03 problem']);
    const texts = bodies()
      .map(({ text }) => text)
      .join();
    expect(texts).toContain('of March 2025 is outside its critical threshold.');
    for (const figure of ['12', '345', '987', '7654', '/var/backups']) expect(texts).not.toContain(figure);

    webhook.requests.clear();
    await prisma.finding.updateMany({ data: { resolvedAt: clock() } });
    const backup = { bytes: 1, rows: 1, digest: 'a'.repeat(64) };
    await recordDrill(scopeOn(database, clock()), { ...drill, backup, failure: null });
    await notifier.run(NEVER);
    expect(told().sort()).toEqual(['backup over', 'drift over']);
    // The month is no longer the last one: it is not said that its value is good again.
    webhook.requests.clear();
    now = new Date('2025-08-15T17:00:00Z').getTime();
    await recordDrill(scopeOn(database, clock()), {
      ...drill,
      startedAt: clock(),
      endedAt: clock(),
      backup,
      failure: null,
    });
    await notifier.run(NEVER);
    expect(told()).toEqual([]);
    // An overdue drill is said every day.
    for (const _ of [1, 2]) {
      now += 9 * DAY;
      await notifier.run(NEVER);
      await notifier.run(NEVER);
    }
    expect(told()).toEqual(['backup problem', 'backup problem']);
  });

  it('go by e-mail, and again after the mail server has refused them', async () => {
    const url = `smtp://qbr:word@${mail.host}`;
    const channels = {
      webhook: null,
      mail: { url, from: 'qbr@example.com', to: ['ann@example.com', 'bob@example.com'] },
    };
    await ranAs('failed');
    mail.refuseNext(1);
    expect(await started(use().database, channels).run(NEVER)).toBe(0);
    const before = mail.received.length;
    now += MINUTE;
    expect(await started(use().database, channels).run(NEVER)).toBe(1);
    const [received] = mail.received.slice(before);
    expect(received).toMatchObject({
      from: 'qbr@example.com',
      to: ['ann@example.com', 'bob@example.com'],
      user: 'qbr',
    });
    const { messageId } = await use().database.prisma.notification.findFirstOrThrow();
    expect(received?.source).toContain(`Message-ID: <${messageId}@qbr.invalid>`);
    expect(received?.source).toMatch(/Subject: \[Example MSP, LLC\] Critical: The last collection failed; nothing/);
    expect(received?.source).toContain('https://qbr.example.com/qbr/quality');
    expect((await use().database.prisma.notification.findFirstOrThrow()).lastError).toBeNull();
  });

  it('are looked for without a lock that writers wait for, unless something has changed', async () => {
    const notifier = started();
    await ranAs('failed');
    const locks = async () =>
      (await use().statementsOf(() => notifier.run(NEVER))).filter((sql) => sql.includes('pg_advisory_xact_lock'))
        .length;
    expect(await locks()).toBeGreaterThan(0);
    expect(await locks()).toBe(0);
    expect(told()).toEqual(['collection.failed problem']);
  });

  it('are sent once by several processes at a time', async () => {
    const { connection, database } = use();
    const other = connection.kind === 'postgresql' ? await openTestDatabase(connection) : database;
    await ranAs('failed');
    let release: (value?: unknown) => void = () => undefined;
    held = new Promise((resolve) => {
      release = resolve;
    });
    let ended = 0;
    const runs = [database, other, database, other].map(async (each) => {
      await started(each).run(NEVER);
      ended += 1;
    });
    // While one delivers, the others find nothing to deliver.
    await vi.waitUntil(() => ended === 3 && webhook.requests.all.length > 0, { timeout: 20_000, interval: 2 });
    release();
    await Promise.all(runs);
    if (other !== database) await other.close();
    expect(told()).toEqual(['collection.failed problem']);
  });

  it('that nobody takes are kept in their order, given up after three days, and deleted after a month', async () => {
    const { prisma } = use().database;
    webhook.setFault(() => ({ kind: 'status', status: 404 }));
    const notifier = started();
    await ranAs('failed');
    await notifier.run(NEVER);
    await ranAs('success');
    // What is over is not told before what was wrong.
    await notifier.run(NEVER);
    expect(told()).toEqual(['collection.failed problem']);
    for (let hour = 1; hour <= 73; hour += 1) {
      now = NOON + hour * 60 * MINUTE;
      await notifier.run(NEVER);
    }
    expect(logged).toContain('A notification could not be delivered for three days and is given up');
    webhook.setFault(null);
    webhook.requests.clear();
    await notifier.run(NEVER);
    expect(told()).toEqual([]);
    expect(await prisma.notification.count()).toBe(2);
    now += 30 * DAY;
    await notifier.run(NEVER);
    expect(await prisma.notification.count()).toBe(0);
  });
});
