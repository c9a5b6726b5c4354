import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startNotifications } from '#src/jobs/notifications.ts';
import { notificationsJob } from '#src/jobs/queue/notifications-job.ts';
import { startQueuedJobs } from '#src/jobs/queue/queued-jobs.ts';
import { openDirectory } from '#src/service/organizations/directory.ts';
import { watchOrganizations } from '#src/service/organizations/watch.ts';
import { openJobQueue } from '#src/service/queue/job-queue.ts';
import type { Database } from '#src/store/engine/database.ts';
import { freshPostgresql, openTestDatabase, query } from '../kit/databases.ts';
import { type MailServer, startMailServer } from '../kit/mail-server.ts';
import { asProgram } from '../kit/operator-database.ts';
import { TIME_ZONE } from '../kit/services.ts';
import { notificationsOn, ranAs, setRecipients } from '../service/notifications/harness.ts';
import { configWith } from '../service/settings/harness.ts';

const PATIENCE = 20_000;
const logger = pino({ level: 'silent' });

let fresh: Awaited<ReturnType<typeof freshPostgresql>>;
let mail: MailServer;
const open: Database[] = [];
const running: { stop(): Promise<void> }[] = [];
beforeEach(async () => {
  mail = await startMailServer();
  fresh = await freshPostgresql();
  await (await opened()).prisma.organization.createMany({ data: [2, 3, 4].map((id) => ({ id, name: `MSP ${id}` })) });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((jobs) => jobs.stop()));
  await Promise.all(open.splice(0).map((database) => database.close()));
  await fresh.remove();
  await mail.close();
});

async function opened(): Promise<Database> {
  const database = await openTestDatabase(fresh.connection);
  open.push(database);
  return database;
}
const observer = () => open[0] as Database;
const config = () => configWith([], { QBR_SMTP_URL: `smtp://${mail.host}`, QBR_NOTIFY_TO: 'one@example.com' });
const notify = (id: number) =>
  setRecipients(observer(), id, { config: config(), to: [`${['', 'one', 'two', 'three', 'four'][id]}@example.com`] });
const fail = (id: number) => ranAs(observer(), id, { status: 'failed', at: new Date() });
const told = () => mail.received.map(({ to, source }) => `${to.join()} ${/\[(.*?)\]/.exec(source)?.[1]}`).sort();

async function program() {
  const database = asProgram(await opened());
  const notifications = notificationsOn(database, { config: config(), clock: () => new Date(), changedMs: 20 });
  return { database, organizations: await openDirectory(database, TIME_ZONE), notifications };
}

/** A program that takes its jobs from the queue. */
async function queuedProgram(): Promise<void> {
  const { database, organizations, notifications } = await program();
  const queued = await startQueuedJobs({
    open: () => openJobQueue({ connection: fresh.connection, logger }),
    jobs: [notificationsJob(async () => notifications)],
    ...{ organizations, workers: 2, clock: () => new Date(), logger },
    watch: (listener) => watchOrganizations(database, listener),
    waits: { busyMs: 50, crowdedMs: 50, killedMs: 100, pollMs: 50, runningMs: 50 },
  });
  running.push(queued);
}

const waiting = async () => {
  const jobs = await query<{ key: string }>(
    fresh.connection.url,
    `SELECT key FROM graphile_worker.jobs WHERE locked_by IS NULL AND run_at > now() + interval '9 minutes' ORDER BY key`,
  );
  return jobs.map(({ key }) => key);
};

it('Notifications are a job of each organization of which somebody is notified, done once and soon after a change', async () => {
  await notify(2);
  await Promise.all([queuedProgram(), queuedProgram()]);
  await vi.waitFor(async () => expect(await waiting()).toEqual(['notifications:1', 'notifications:2']), PATIENCE);
  for (const id of [1, 2, 3]) await fail(id);
  await vi.waitFor(
    () => expect(told()).toEqual(['one@example.com Example MSP, LLC', 'two@example.com MSP 2']),
    PATIENCE,
  );
  await notify(3);
  await vi.waitFor(() => expect(told()).toContain('three@example.com MSP 3'), PATIENCE);
  const all = ['notifications:1', 'notifications:2', 'notifications:3'];
  await vi.waitFor(async () => expect(await waiting()).toEqual(all), PATIENCE);
  // However often it was looked at.
  expect(told()).toHaveLength(3);
  await observer().prisma.organization.update({ where: { id: 2 }, data: { archivedAt: new Date() } });
  await vi.waitFor(async () => expect(await waiting()).toEqual(['notifications:1', 'notifications:3']), PATIENCE);
}, 90_000);

it('Without a queue every program looks at every organization, and each message is sent once', async () => {
  for (const id of [2, 4]) await notify(id);
  for (const id of [1, 2, 4]) await fail(id);
  const programs = await Promise.all([program(), program(), program()]);
  const started = programs.map(({ organizations, notifications }) =>
    startNotifications({ notifications: async () => notifications, organizations, logger }),
  );
  running.push(...started);
  const expected = ['four@example.com MSP 4', 'one@example.com Example MSP, LLC', 'two@example.com MSP 2'];
  await vi.waitFor(() => expect(told()).toEqual(expected), PATIENCE);
  await Promise.all(started.map((each) => each.finish()));
  expect(told()).toEqual(expected);
});

it('An organization whose notifications fail keeps no other from being notified', async () => {
  for (const id of [2, 4]) await notify(id);
  for (const id of [1, 2, 4]) await fail(id);
  const { organizations, notifications } = await program();
  const run: typeof notifications.run = async (id, signal) => {
    if (id === 2) throw new Error('canary');
    return notifications.run(id, signal);
  };
  running.push(startNotifications({ notifications: async () => ({ run }), organizations, logger }));
  await vi.waitFor(
    () => expect(told()).toEqual(['four@example.com MSP 4', 'one@example.com Example MSP, LLC']),
    PATIENCE,
  );
});
