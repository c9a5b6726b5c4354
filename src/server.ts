import type { Config } from '#src/config/config.ts';
import { loadedOnDemand } from '#src/http/loaded-on-demand.ts';
import { type HttpServer, startHttpServer } from '#src/http/server.ts';
import { type App, ORGANIZATION_ID } from './app.ts';
import { createAccess } from './auth/access.ts';
import { createRefusals } from './auth/refusals.ts';
import type { Viewer } from './auth/viewer.ts';
import type { Scope } from './service/scope.ts';

/** The listener, and what it loads for the first request that needs it. */
export interface ProgramServer extends HttpServer {
  /** Loads GraphQL and REST, unless requests have done so. */
  load(): Promise<void>;
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
  const refusals = createRefusals({ database, clock, organizationId: ORGANIZATION_ID });
  const { publicOrigin, basePath } = publicAddress(config.http);
  const graphql = loadedOnDemand(async () => {
    const [{ createGraphqlHandler }] = await Promise.all([import('#src/graphql/serving/handler.ts'), beforeAnswers()]);
    return createGraphqlHandler({ ...app, refusals });
  });
  const rest = loadedOnDemand(async () => {
    const [{ createRestHandler }] = await Promise.all([import('#src/rest/rest-api.ts'), beforeAnswers()]);
    return createRestHandler({ ...app, ...config.rest, basePath, refusals, timeZone: config.timeZone });
  });
  const mcp = loadedOnDemand(async () => {
    const [{ createMcpHandler }] = await Promise.all([import('#src/mcp/handler.ts'), beforeAnswers()]);
    return createMcpHandler({ ...app, refusals, timeZone: config.timeZone, hasSignIn: config.auth.openid !== null });
  });
  const scopeOf = (viewer: Viewer): Scope => {
    const organization = { id: ORGANIZATION_ID, timeZone: config.timeZone };
    return { database, organization, viewer, actor: viewer.name, at: clock() };
  };
  const reference = loadedOnDemand(async () => {
    const { createReferencePage } = await import('#src/http/reference-page.ts');
    const { createReport } = await import('#src/service/report/report.ts');
    const report = (viewer: Viewer) => createReport(scopeOf(viewer), app.snapshots);
    return createReferencePage({ report, rules: app.vendorRules, refusals });
  });
  // A file that cannot be read is reported at start.
  if (config.graphql.persistedOperations) await graphql.load();
  const server = await startHttpServer({
    ...config.http,
    access: createAccess({
      ...{ database, clock, organizationId: ORGANIZATION_ID, refusals },
      config: config.auth,
      ...{ publicOrigin, basePath },
    }),
    logger,
    ping: () => database.ping(),
    graphql: graphql.handle,
    rest: rest.handle,
    mcp: mcp.handle,
    reference: reference.handle,
    corsOrigins: config.rest.corsOrigins,
    webConnector: { service: async () => (await app.books()).soap, refusals },
    quickbooksOnline: {
      service: async () => (await app.books()).online,
      scope: scopeOf,
      refusals,
    },
  });
  const close = async (): Promise<void> => {
    await server.close();
    await refusals.flush();
  };
  const load = async (): Promise<void> => {
    await rest.load();
    await graphql.load();
  };
  return { ...server, load, close };
}

/** The public origin and base path, as browsers see them. */
export function publicAddress({ publicUrl, host, port }: Config['http']): { publicOrigin: string; basePath: string } {
  const { origin, pathname } = new URL(publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`);
  return { publicOrigin: origin, basePath: pathname.replace(/\/$/, '') };
}
