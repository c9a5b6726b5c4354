import type { Config } from '#src/config/config.ts';
import { type HttpServer, startHttpServer } from '#src/http/server.ts';
import { type App, ORGANIZATION_ID } from './app.ts';

/**
 * Composes and starts the server: access, GraphQL, REST and the dashboard, on the configured address.
 * @throws ListenError if the address is in use or not permitted
 */
export async function startServer(app: App): Promise<HttpServer> {
  const { config, logger, database, clock } = app;
  // Loaded on demand, so that other commands start faster.
  const { createGraphqlHandler } = await import('#src/graphql/serving/handler.ts');
  const { createRestHandler } = await import('#src/rest/rest-api.ts');
  const { createAccess } = await import('#src/auth/access.ts');
  const { createRefusals } = await import('#src/auth/refusals.ts');
  const refusals = createRefusals({ database, clock, organizationId: ORGANIZATION_ID });
  const { publicOrigin, basePath } = publicAddress(config.http);
  const server = await startHttpServer({
    ...config.http,
    access: createAccess({
      ...{ database, clock, organizationId: ORGANIZATION_ID, refusals },
      config: config.auth,
      ...{ publicOrigin, basePath },
    }),
    logger,
    ping: () => database.ping(),
    graphql: createGraphqlHandler({ ...app, refusals }),
    rest: createRestHandler({ ...app, ...config.rest, basePath, refusals, timeZone: config.timeZone }),
    corsOrigins: config.rest.corsOrigins,
  });
  const close = async (): Promise<void> => {
    await server.close();
    await refusals.flush();
  };
  return { ...server, close };
}

/** The public origin and base path, as browsers see them. */
export function publicAddress({ publicUrl, host, port }: Config['http']): { publicOrigin: string; basePath: string } {
  const { origin, pathname } = new URL(publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`);
  return { publicOrigin: origin, basePath: pathname.replace(/\/$/, '') };
}
