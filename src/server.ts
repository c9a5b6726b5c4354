import type { Config } from '#src/config/config.ts';
import { type HttpServer, startHttpServer } from '#src/http/server.ts';
import { type App, ORGANIZATION_ID } from './app.ts';

/**
 * The one place where the server is composed: access, GraphQL, REST and the dashboard, on the configured address.
 * @throws Error where the address is in use
 */
export async function startServer(app: App): Promise<HttpServer> {
  const { config, logger, database, clock } = app;
  // Loaded here, because the other commands can do without it and start sooner.
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

/** As browsers see the program: its origin, and the path below which it is served there. */
export function publicAddress({ publicUrl, host, port }: Config['http']): { publicOrigin: string; basePath: string } {
  const { origin, pathname } = new URL(publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`);
  return { publicOrigin: origin, basePath: pathname.replace(/\/$/, '') };
}
