import type { Config } from '#src/config/config.ts';
import { loadedOnDemand } from '#src/http/loaded-on-demand.ts';
import { type HttpServer, startHttpServer } from '#src/http/server.ts';
import type { App } from './app.ts';
import { createAccess } from './auth/access.ts';
import { createRefusals, type Refusals } from './auth/refusals.ts';
import { METRICS_VIEWER, type Viewer } from './auth/viewer.ts';
import { FIRST_ORGANIZATION } from './core/organization.ts';
import { programVersion } from './package-root.ts';
import { type Scope, scopeOf } from './service/scope.ts';
import type { Metrics } from './telemetry/metrics.ts';
import { createMetricsHandler, type MetricsServices, scrape } from './telemetry/metrics-handler.ts';
import type { MetricsListener } from './telemetry/metrics-listener.ts';

/** The listener, and what it loads for the first request that needs it. */
export interface ProgramServer extends HttpServer {
  /** Loads GraphQL and REST, unless requests have done so. */
  load(): Promise<void>;
  /** Where the listener of metrics alone is; null without one. */
  readonly metricsUrl: string | null;
}

/**
 * Composes and starts the server: access, GraphQL, REST, MCP and the dashboard, on the configured address. GraphQL, REST and MCP
 * are loaded by their first request.
 * @param beforeAnswers awaited before the first request to GraphQL, REST or MCP; called again after a failure
 * @throws ListenError if the address is in use or not permitted; InvalidParameterError if the registered operations cannot be
 *   read
 */
export async function startServer(
  app: App,
  beforeAnswers: () => Promise<unknown> = async () => undefined,
): Promise<ProgramServer> {
  const { config, logger, database, clock } = app;
  const refusals = createRefusals({ database, clock });
  const { publicOrigin, basePath } = publicAddress(config.http);
  const graphql = loadedOnDemand(async () => {
    const [{ createGraphqlHandler }] = await Promise.all([import('#src/graphql/serving/handler.ts'), beforeAnswers()]);
    return createGraphqlHandler({ ...app, refusals });
  });
  const rest = loadedOnDemand(async () => {
    const [{ createRestHandler }] = await Promise.all([import('#src/rest/rest-api.ts'), beforeAnswers()]);
    return createRestHandler({ ...app, ...config.rest, basePath, refusals });
  });
  const mcp = loadedOnDemand(async () => {
    const [{ createMcpHandler }] = await Promise.all([import('#src/mcp/handler.ts'), beforeAnswers()]);
    return createMcpHandler({ ...app, refusals, hasSignIn: config.auth.openid !== null });
  });
  const scope = scopesOf(app, refusals);
  const reference = loadedOnDemand(async () => {
    const { createReferencePage } = await import('#src/http/reference-page.ts');
    const { createReport } = await import('#src/service/report/report.ts');
    const report = (viewer: Viewer) => createReport(scope(viewer), app.snapshots);
    return createReferencePage({ report, rulesOf: app.rulesOf, refusals });
  });
  const metrics = createMetricsService(app, { scope, refusals });
  // A file that cannot be read is reported at start.
  if (config.graphql.persistedOperations) await graphql.load();
  const server = await startHttpServer({
    ...config.http,
    access: createAccess({
      ...{ database, clock, refusals },
      config: config.auth,
      ...{ publicOrigin, basePath },
    }),
    logger,
    ping: () => database.ping(),
    graphql: knowing(app, graphql.handle),
    rest: knowing(app, rest.handle),
    mcp: knowing(app, mcp.handle),
    reference: knowing(app, reference.handle),
    metrics: createMetricsHandler(metrics),
    corsOrigins: config.rest.corsOrigins,
    webConnector: { service: async () => (await app.books()).soap, refusals },
    quickbooksOnline: {
      service: async () => (await app.books()).online,
      scope,
      refusals,
    },
  });
  const metricsListener = await openMetricsListener(app, metrics).catch(async (error: unknown) => {
    await server.close();
    await metrics.stop();
    throw error;
  });
  const close = async (): Promise<void> => {
    await metricsListener?.close();
    await server.close();
    await metrics.stop();
    await refusals.flush();
  };
  const load = async (): Promise<void> => {
    await rest.load();
    await graphql.load();
  };
  return { ...server, metricsUrl: metricsListener?.url ?? null, load, close };
}

/** Who acts, and when: whoever sent a request, now, in an organization. */
function scopesOf(app: App, refusals: Refusals): (viewer: Viewer, organizationId?: number) => Scope {
  return (viewer, organizationId = FIRST_ORGANIZATION) =>
    scopeOf({ ...app, refusals }, viewer, { organizationId, at: app.clock() });
}

/** A handler that knows every organization of the moment of its request. */
function knowing<Asked extends unknown[], Answer>(
  { organizations }: App,
  handle: (...asked: Asked) => Answer | Promise<Answer>,
): (...asked: Asked) => Answer | Promise<Answer> {
  return (...asked) => {
    const refreshing = organizations.refresh();
    return refreshing ? refreshing.then(() => handle(...asked)) : handle(...asked);
  };
}

/** The metrics, loaded by the first scrape, which begins to count. */
function createMetricsService(
  { config, database, clock }: App,
  { scope, refusals }: { readonly scope: (viewer: Viewer) => Scope; readonly refusals: Refusals },
): MetricsServices & { stop(): Promise<void> } {
  let started: Promise<Metrics> | undefined;
  const start = async (): Promise<Metrics> => {
    const { startMetrics } = await import('#src/telemetry/metrics.ts');
    const { connectwise, ninjaone, quickbooksOnline } = config;
    return startMetrics({
      ...{ version: programVersion(), clock, statistics: () => database.statistics() },
      vendors: Object.entries({ connectwise, ninjaone, quickbooks: quickbooksOnline }).flatMap(([key, settings]) =>
        settings ? [key] : [],
      ),
      enabledByDefault: config.collection.enabledByDefault,
    });
  };
  return {
    metrics() {
      started ??= start();
      return started;
    },
    scope,
    refusals,
    stop: async () => (await started)?.stop(),
  };
}

/** Null without `QBR_METRICS_PORT`. Counting begins with it, not with the first scrape. */
async function openMetricsListener(
  { config, logger }: App,
  services: MetricsServices,
): Promise<MetricsListener | null> {
  const { port } = config.metrics;
  if (port === null) return null;
  const { startMetricsListener } = await import('#src/telemetry/metrics-listener.ts');
  await services.metrics();
  return startMetricsListener({ port, logger, scrape: () => scrape(services, METRICS_VIEWER) });
}

/** The public origin and base path, as browsers see them. */
export function publicAddress({ publicUrl, host, port }: Config['http']): { publicOrigin: string; basePath: string } {
  const { origin, pathname } = new URL(publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`);
  return { publicOrigin: origin, basePath: pathname.replace(/\/$/, '') };
}
