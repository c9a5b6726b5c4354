import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '#src/app.ts';
import { SCHEDULE_VIEWER } from '#src/auth/viewer.ts';
import { type CommandContext, logUnexpected, openCommandApp, openLogger } from '#src/cli/command.ts';
import { type CommandServerSettings, type RunOnApp, startCommandServer } from '#src/cli/command-server.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { type ServiceManager, serviceManager } from '#src/cli/service-manager.ts';
import { aborted, withStopSignal } from '#src/cli/stop-signal.ts';
import { isQueued } from '#src/collections.ts';
import { type Config, parseConfig } from '#src/config/config.ts';
import { isLoopbackHost } from '#src/core/loopback.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import { AUDIT_UPKEEP_CRON, type AuditUpkeepSettings, keepUpTrail, startAuditUpkeep } from '#src/jobs/audit-upkeep.ts';
import { BENCHMARKS_CRON, runBenchmarks, startBenchmarks } from '#src/jobs/benchmarks.ts';
import { type Running, startByMode } from '#src/jobs/by-mode.ts';
import { startNightly } from '#src/jobs/nightly-collection.ts';
import { startNotifications } from '#src/jobs/notifications.ts';
import { startOrganizationCollections } from '#src/jobs/organization-collections.ts';
import { collectionJob } from '#src/jobs/queue/collection-job.ts';
import { cronJob } from '#src/jobs/queue/cron-job.ts';
import { notificationsJob } from '#src/jobs/queue/notifications-job.ts';
import type { OrganizationJob } from '#src/jobs/queue/organization-job.ts';
import { SILENT_SESSIONS_CRON, watchSilentSessions } from '#src/jobs/silent-sessions.ts';
import type { Logger } from '#src/log/log.ts';
import { once } from '#src/once.ts';
import { type ProgramServer, publicAddress, startServer } from '#src/server.ts';
import { keepUpAudit } from '#src/service/audit/prune.ts';
import { closeInterruptedCollections } from '#src/service/collection/close-interrupted.ts';
import type { OrganizationNotifications } from '#src/service/notifications/organizations.ts';
import { watchOrganizations } from '#src/service/organizations/watch.ts';
import { type Scope, scopeOf } from '#src/service/scope.ts';

/** Time after the start for its first requests, such as probes, before work that occupies the process follows. */
const FOLLOWING_MS = 500;

/** The action of `qbr serve`. */
export async function serve(context: CommandContext, runOnApp: RunOnApp): Promise<ExitStatus> {
  const { environment, terminal, version } = context;
  const config = parseConfig(environment);
  const logger = openLogger(config, 'stdout');
  return logUnexpected(logger, async () => {
    const manager = serviceManager(environment, logger);
    const app = await openCommandApp(config, { logger, command: 'qbr serve', takesCommands: true });
    try {
      return await withStopSignal(terminal, (signal) => serveUntil(app, { signal, version, runOnApp, manager }));
    } finally {
      await app.close();
      logger.info('Closed');
    }
  });
}

/**
 * Serves and collects until `signal` aborts; then closes the listener and stops a running collection. What is not needed to
 * answer follows the start. GraphQL, REST and commands wait until unfinished runs of an earlier program are closed.
 */
async function serveUntil(
  app: App,
  {
    signal,
    version,
    runOnApp,
    manager,
  }: CommandServerSettings & { readonly signal: AbortSignal; readonly manager: ServiceManager },
): Promise<ExitStatus> {
  const { database, logger } = app;
  const closeInterrupted = once(() => closeInterruptedCollections(database, { at: app.clock(), logger }));
  const server = await startServer(app, closeInterrupted);
  const commands = await startCommandServer(app, {
    version,
    runOnApp: async (...command) => {
      await closeInterrupted();
      return runOnApp(...command);
    },
  });
  let jobs: readonly { stop(): Promise<void> }[] = [];
  try {
    logListening(server, app.config, app.logger);
    manager.ready();
    await sleep(FOLLOWING_MS, undefined, { signal }).catch(() => undefined);
    await closeInterrupted();
    if (signal.aborted) return EXIT.done;
    await server.load();
    jobs = startJobs(app);
    await aborted(signal);
    return EXIT.done;
  } finally {
    manager.stopping();
    await Promise.all([commands.close(), server.close(), ...jobs.map((job) => job.stop())]);
  }
}

/** Starts what runs on a schedule. */
function startJobs(app: App): { stop(): Promise<void> }[] {
  const { config, logger, database } = app;
  const notifications = loadedNotifications(app);
  return [
    startByMode({
      isQueued: async () => {
        await app.organizations.refresh();
        return config.collection.workers > 0 && isQueued(app);
      },
      watch: (listener) => watchOrganizations(database, listener),
      startHere: () => startHere(app, notifications),
      startQueued: () => startQueued(app, notifications),
      logger,
    }),
  ];
}

/** What is done for organizations and for the installation, by this process alone. */
function startHere(app: App, notifications: Notifications | null): Running {
  const { config, logger, collections, organizations } = app;
  const { timeZone } = config;
  const { workers, cron } = config.collection;
  const ownSchedule = async () => (await collections.of(FIRST_ORGANIZATION)).schedule;
  const schedule: Parameters<typeof startNightly>[0]['schedule'] = {
    runDue: async (signal) => (await ownSchedule()).runDue(signal),
    retryAt: async () => (await ownSchedule()).retryAt(),
  };
  const nightly = (): Running[] => [
    startNightly({ schedule, cron, timeZone, logger }),
    startOrganizationCollections({
      ...{ organizations, workers, logger },
      isOurs: (id) => id !== FIRST_ORGANIZATION,
      of: (id) => collections.of(id),
    }),
  ];
  const organizationIds = () => organizations.active().map(({ id }) => id);
  const upkeep = startAuditUpkeep({ ...auditUpkeep(app), organizationIds, timeZone });
  const daily = [
    upkeep,
    startBenchmarks({ compute: () => computeBenchmarks(app), timeZone, logger }),
    watchSilentSessions({ endSilent: () => endSilentSessions(app), logger }),
  ];
  const running: Running[] = [
    ...(workers > 0 ? nightly() : []),
    ...daily.map(({ stop }) => ({ stop, finish: stop })),
    ...(notifications ? [startNotifications({ notifications, organizations, logger })] : []),
  ];
  const all = async (end: keyof Running) => {
    await Promise.all(running.map((each) => each[end]()));
  };
  return { stop: () => all('stop'), finish: () => all('finish') };
}

/** The same from the queue. Its library is loaded here. */
async function startQueued(app: App, notifications: Notifications | null) {
  const { config, logger, clock, database, organizations } = app;
  const connection = config.database;
  if (connection.kind === 'embedded') throw new Error('The embedded database has no queue');
  const [{ startQueuedJobs }, { openJobQueue }] = await Promise.all([
    import('#src/jobs/queue/queued-jobs.ts'),
    import('#src/service/queue/job-queue.ts'),
  ]);
  return startQueuedJobs({
    ...{ organizations, clock, logger, workers: config.collection.workers },
    open: () => openJobQueue({ connection, logger }),
    watch: (listener) => watchOrganizations(database, listener),
    jobs: [
      collectionJob((id) => app.collections.of(id)),
      ...(notifications ? [notificationsJob(notifications)] : []),
      ...cronJobs(app),
    ],
  });
}

function cronJobs(app: App): OrganizationJob[] {
  const { config, clock, logger, organizations } = app;
  const ofInstallation = (id: number) => (id === FIRST_ORGANIZATION ? config.timeZone : null);
  return [
    cronJob({
      ...{ task: 'audit_upkeep', cron: AUDIT_UPKEEP_CRON, clock },
      timeZoneOf: (id) => organizations.timeZoneOf(id),
      run: (id) => keepUpTrail(auditUpkeep(app), id),
    }),
    cronJob({
      ...{ task: 'benchmarks', cron: BENCHMARKS_CRON, timeZoneOf: ofInstallation, clock },
      run: () => runBenchmarks({ compute: () => computeBenchmarks(app), logger }),
    }),
    cronJob({
      ...{ task: 'silent_sessions', cron: SILENT_SESSIONS_CRON, timeZoneOf: ofInstallation, clock },
      run: () => endSilentSessions(app),
    }),
  ];
}

function auditUpkeep(app: App): AuditUpkeepSettings {
  return { upkeep: (id) => keepUpAudit(scheduleScope(app, id), app.config.audit), logger: app.logger };
}

type Notifications = () => Promise<OrganizationNotifications>;

/** Notifications, loaded at their first use; null where neither a webhook nor a mail server is configured. */
function loadedNotifications(app: App): Notifications | null {
  const { config } = app;
  if (config.notify.webhook === null && config.notify.mail === null) return null;
  const { publicOrigin, basePath } = publicAddress(config.http);
  return once(async () => {
    const { createOrganizationNotifications } = await import('#src/service/notifications/organizations.ts');
    const scopeOf = (organizationId: number) => scheduleScope(app, organizationId);
    return createOrganizationNotifications({ ...app, publicUrl: publicOrigin + basePath, scopeOf });
  });
}

async function computeBenchmarks(app: App) {
  return (await import('#src/service/benchmarks/compute.ts')).computeBenchmarks(scheduleScope(app));
}

async function endSilentSessions(app: App): Promise<number> {
  return (await app.books()).webConnector.endSilent();
}

/** The scope of the program itself, now. */
function scheduleScope(app: App, organizationId = FIRST_ORGANIZATION): Scope {
  return scopeOf(app, SCHEDULE_VIEWER, { organizationId, at: app.clock() });
}

function logListening({ url, metricsUrl }: ProgramServer, { http, auth }: Config, logger: Logger): void {
  const address = http.publicUrl ?? url;
  if (metricsUrl !== null) logger.info({ url: metricsUrl }, `Metrics at ${metricsUrl}`);
  if (auth.mode === 'local') {
    logger.warn({ url: address }, `Listening on ${address}. ${LOCAL_BANNER}`);
    return;
  }
  const how = auth.openid ? `sign-in with ${auth.openid.issuer}, and API keys` : 'API keys only';
  logger.info({ url: address, access: how }, `Listening on ${address}. Access: ${how}`);
  const { protocol, hostname } = new URL(address);
  const isPlain = protocol === 'http:' && !isLoopbackHost(hostname);
  if (isPlain) logger.warn('QBR_PUBLIC_URL is not an https URL: sessions and API keys are sent unencrypted');
}

const LOCAL_BANNER =
  'LOCAL MODE: there is no sign-in, and every client of this address has full access. Set OIDC_ISSUER or QBR_AUTH=required to change that';
