import { type App, ORGANIZATION_ID } from '#src/app.ts';
import { SCHEDULE_VIEWER } from '#src/auth/viewer.ts';
import { type CommandContext, logUnexpected, openCommandApp, openLogger } from '#src/cli/command.ts';
import { type CommandServerSettings, type RunOnApp, startCommandServer } from '#src/cli/command-server.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { aborted, withStopSignal } from '#src/cli/stop-signal.ts';
import { type Config, parseConfig } from '#src/config/config.ts';
import { isLoopbackHost } from '#src/core/loopback.ts';
import type { HttpServer } from '#src/http/server.ts';
import { startAuditUpkeep } from '#src/jobs/audit-upkeep.ts';
import { startNightly } from '#src/jobs/nightly-collection.ts';
import type { Logger } from '#src/log/log.ts';
import { startServer } from '#src/server.ts';
import { keepUpAudit } from '#src/service/audit/prune.ts';
import type { Scope } from '#src/service/scope.ts';

/** The work of `qbr serve`. */
export async function serve(context: CommandContext, runOnApp: RunOnApp): Promise<ExitStatus> {
  const { environment, terminal, version } = context;
  const config = parseConfig(environment);
  const logger = openLogger(config, 'stdout');
  return logUnexpected(logger, async () => {
    const app = await openCommandApp(config, { logger, command: 'qbr serve', takesCommands: true });
    try {
      return await withStopSignal(terminal, (signal) => serveUntil(app, { signal, version, runOnApp }));
    } finally {
      await app.close();
      logger.info('Closed');
    }
  });
}

/** Serves and collects until `signal` aborts; then closes the listener and stops a running collection. */
async function serveUntil(
  app: App,
  { signal, ...commandSettings }: CommandServerSettings & { readonly signal: AbortSignal },
): Promise<ExitStatus> {
  const { config, logger, schedule, collection } = app;
  await collection.closeInterrupted();
  const server = await startServer(app);
  const nightly = startNightly({ schedule, cron: config.collection.cron, timeZone: config.timeZone, logger });
  const { timeZone } = config;
  const auditUpkeep = startAuditUpkeep({
    upkeep: () => keepUpAudit(scheduleScope(app), config.audit),
    timeZone,
    logger,
  });
  const commands = await startCommandServer(app, commandSettings);
  logListening(server, config, logger);
  await aborted(signal);
  await Promise.all([commands.close(), server.close(), nightly.stop(), auditUpkeep.stop()]);
  return EXIT.done;
}

/** The scope of the program itself, now. */
function scheduleScope({ database, config, clock }: App): Scope {
  const organization = { id: ORGANIZATION_ID, timeZone: config.timeZone };
  return { database, organization, viewer: SCHEDULE_VIEWER, actor: SCHEDULE_VIEWER.name, at: clock() };
}

function logListening({ url }: HttpServer, { http, auth }: Config, logger: Logger): void {
  const address = http.publicUrl ?? url;
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
