import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { LOCAL_ACCESS } from '#src/auth/access.ts';
import type { GraphqlLimits } from '#src/graphql/guards/limits.ts';
import type { GraphqlHandler } from '#src/graphql/serving/handler.ts';
import { startHttpServer } from '#src/http/server.ts';
import type { DatabaseUnderTest } from '../kit/databases.ts';
import { NO_WEB_CONNECTOR } from '../kit/no-web-connector.ts';
import { type Api, NOW, openApi } from './api.ts';

/** An answer over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
  };
}

/** The GraphQL API behind the program's own listener. */
export interface ListeningApi extends Api {
  /** `http://127.0.0.1:40123/graphql` */
  readonly url: string;
  /** Posts a JSON body, asking for `application/graphql-response+json`. */
  post(body: unknown, headers?: Record<string, string>): Promise<HttpAnswer>;
  request(init: RequestInit, search?: string): Promise<HttpAnswer>;
}

/** Serves the GraphQL API over a database until the test is finished. */
export async function listen(
  database: Pick<DatabaseUnderTest, 'database'>,
  limits: Partial<GraphqlLimits> = {},
): Promise<ListeningApi> {
  const api = openApi(database, NOW, limits);
  const { url: base, close } = await serve(api.handler);
  onTestFinished(close);
  const url = `${base}/graphql`;
  const request: ListeningApi['request'] = async (init, search = '') => {
    const response = await fetch(url + search, init);
    return { status: response.status, headers: response.headers, body: (await response.json()) as HttpAnswer['body'] };
  };
  const post: ListeningApi['post'] = (body, headers) =>
    request({
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...headers,
      },
      body: JSON.stringify(body),
    });
  return { ...api, url, post, request };
}

/** The program's listener on a free port. */
export function serve(graphql: GraphqlHandler) {
  const logger = pino({ level: 'silent' });
  const address = { host: '127.0.0.1', port: 0, publicUrl: null, corsOrigins: [] };
  const ping = async () => undefined;
  const rest = () => new Response(null, { status: 404 });
  return startHttpServer({
    ...address,
    access: LOCAL_ACCESS,
    logger,
    ping,
    graphql,
    rest,
    webConnector: NO_WEB_CONNECTOR,
  });
}
