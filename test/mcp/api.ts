import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { pino } from 'pino';
import { expect, onTestFinished } from 'vitest';
import { LOCAL_ACCESS } from '#src/auth/access.ts';
import { startHttpServer } from '#src/http/server.ts';
import { createMcpHandler, type McpHandler } from '#src/mcp/handler.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { NOW, openApi } from '../graphql/api.ts';
import type { DatabaseUnderTest } from '../kit/databases.ts';
import { NO_WEB_CONNECTOR } from '../kit/no-web-connector.ts';
import { ORGANIZATIONS, schedulesOn } from '../kit/services.ts';

/** The tools over a database. `logged` is given what is logged of unexpected errors. */
export function mcpOver(
  { database }: Pick<DatabaseUnderTest, 'database'>,
  { now = () => NOW, logged = [] }: { readonly now?: () => Date; readonly logged?: unknown[] } = {},
): McpHandler {
  const schedule = schedulesOn(database, now);
  return createMcpHandler({
    ...{ database, schedule, clock: now, organizations: ORGANIZATIONS, hasSignIn: false },
    snapshots: createSnapshots(database),
    refusals: { note: async () => undefined },
    logger: { error: (details: unknown) => void logged.push(details) } as never,
  });
}

/** Serves GraphQL and the tools over a database in local mode, until the test is finished. */
export async function serveMcp(use: Pick<DatabaseUnderTest, 'database'>, mcp: McpHandler = mcpOver(use)) {
  const server = await startHttpServer({
    ...{ host: '127.0.0.1', port: 0, publicUrl: null, corsOrigins: [], access: LOCAL_ACCESS },
    logger: pino({ level: 'silent' }),
    ping: async () => undefined,
    graphql: openApi(use).handler,
    rest: () => new Response(null, { status: 404 }),
    mcp,
    webConnector: NO_WEB_CONNECTOR,
  });
  onTestFinished(() => server.close());
  return server;
}

// biome-ignore lint/suspicious/noExplicitAny: a test looks at parts of a document of unknown shape.
type Data = any;

/** An assistant. */
export interface Assistant {
  readonly client: Client;
  /** The structured answer of a tool, which the official client has compared with its schema. */
  ask(tool: string, input?: Record<string, unknown>): Promise<Data>;
  /** The error of a tool. */
  fail(tool: string, input?: Record<string, unknown>): Promise<Data>;
}

/** The official client over a transport, until the test is finished. It has listed the tools, so it validates their answers. */
export async function connectAssistant(transport: Transport): Promise<Assistant> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  onTestFinished(() => client.close());
  await client.listTools();
  const call = async (name: string, input: Record<string, unknown>) => {
    const result = (await client.callTool({ name, arguments: input })) as CallToolResult;
    const [content] = result.content;
    const document: Data = JSON.parse(content?.type === 'text' ? content.text : '');
    return { ...result, document };
  };
  return {
    client,
    async ask(tool, input = {}) {
      const { isError, structuredContent, document } = await call(tool, input);
      expect({ isError, document }).toEqual({ isError: undefined, document: structuredContent });
      return structuredContent;
    },
    async fail(tool, input = {}) {
      const { isError, structuredContent, document } = await call(tool, input);
      expect({ isError, structuredContent }).toEqual({ isError: true, structuredContent: undefined });
      return document.error;
    },
  };
}

/** An assistant that asks over HTTP. */
export function askOverHttp(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Assistant> {
  return connectAssistant(
    new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }) as Transport,
  );
}
