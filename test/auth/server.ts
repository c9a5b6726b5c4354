import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type AccessConfig, createAccess } from '#src/auth/access.ts';
import type { OpenIdSettings } from '#src/auth/openid.ts';
import type { Role } from '#src/core/role.ts';
import { createReferencePage } from '#src/http/reference-page.ts';
import type { RouteSettings } from '#src/http/routes.ts';
import { type HttpServer, startHttpServer } from '#src/http/server.ts';
import type { RestHandler } from '#src/rest/rest-api.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { openApi } from '../graphql/api.ts';
import type { DatabaseUnderTest } from '../kit/databases.ts';
import { freePort } from '../kit/free-port.ts';
import { NO_WEB_CONNECTOR } from '../kit/no-web-connector.ts';
import { CLIENT } from '../kit/openid/provider.ts';
import { refusalsOver } from '../kit/refusals.ts';
import { defaultRules, scopeOn } from '../kit/services.ts';
import { usersOf } from '../kit/users.ts';
import { mcpOver } from '../mcp/api.ts';
import { restOver } from '../rest/api.ts';

/** The program's listener where people and programs must say who they are. */
export interface GuardedServer extends HttpServer {
  /** What the program's clock is ahead of the real one by; the provider's tokens are of the real one. */
  advance(milliseconds: number): void;
  readonly now: () => Date;
  readonly logged: readonly Record<string, unknown>[];
}

export interface GuardedOptions extends Partial<Omit<AccessConfig, 'users'>>, Pick<OpenIdSettings, 'fetch'> {
  /** Roles of the first organization, by address. */
  readonly users?: Readonly<Record<string, Role>>;
  readonly port?: number;
  /** As browsers see it, where that is not the listener's own address. */
  readonly publicOrigin?: string;
  /** The path below which browsers see it: `/qbr`. */
  readonly basePath?: string;
  /** Other web sites whose pages may ask. */
  readonly corsOrigins?: readonly string[];
  /** Connects QuickBooks Online. */
  readonly quickbooksOnline?: RouteSettings['quickbooksOnline'];
  /** Answers `/api/qbr/*`, where that is not REST over the database. */
  readonly rest?: RestHandler;
}

export const NO_LIMITS: AccessConfig['rateLimits'] = { client: null, credential: null, signIn: null, wrongKey: null };

/** Sign-in with a provider on this machine. */
export function openidOf(
  issuer: string,
  tenants: readonly string[] | null = null,
): NonNullable<AccessConfig['openid']> {
  return { issuer, ...CLIENT, tenants };
}

/** The page of the calculation reference over a database. */
function referenceOver(database: DatabaseUnderTest['database']) {
  return createReferencePage({
    report: (viewer) => createReport({ ...scopeOn(database), viewer }, createSnapshots(database)),
    rulesOf: defaultRules,
    refusals: { note: async () => undefined },
  });
}

/** Serves GraphQL over a database until the test is finished, to whoever may come in. */
export async function guard({ database }: DatabaseUnderTest, options: GuardedOptions = {}): Promise<GuardedServer> {
  const { port = await freePort(), publicOrigin = `http://127.0.0.1:${port}`, fetch, ...given } = options;
  const { corsOrigins = [], rest, basePath = '', quickbooksOnline, users = {}, ...config } = given;
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  const logged: Record<string, unknown>[] = [];
  const server = await startHttpServer({
    ...{ host: '127.0.0.1', port, publicUrl: `${publicOrigin}${basePath}` },
    access: createAccess({
      refusals: refusalsOver({ database, clock: now }),
      ...{ database, publicOrigin, basePath, clock: now, ...(fetch && { fetch }) },
      config: {
        ...{ mode: 'required', openid: null, sessionHours: 8, trustedProxies: [], rateLimits: NO_LIMITS },
        ...config,
        users: usersOf(users),
      },
    }),
    logger: pino({ level: 'warn' }, { write: (line) => void logged.push(JSON.parse(line)) }),
    ping: async () => undefined,
    graphql: openApi({ database }, undefined, {}, { auth: { mode: 'required', openid: config.openid ?? null } })
      .handler,
    rest: rest ?? restOver({ database }, { now }),
    mcp: mcpOver({ database }),
    corsOrigins,
    webConnector: NO_WEB_CONNECTOR,
    ...(quickbooksOnline && { quickbooksOnline }),
    reference: referenceOver(database),
  });
  onTestFinished(() => server.close());
  return {
    ...server,
    now,
    logged,
    advance(milliseconds) {
      ahead += milliseconds;
    },
  };
}
