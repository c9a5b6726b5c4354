import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { authorize } from '#src/auth/permissions.ts';
import type { Refusals } from '#src/auth/refusals.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import { ForbiddenError, InvalidParameterError, QbrError, UnauthenticatedError } from '#src/core/errors.ts';
import { problem } from '#src/http/problem.ts';
import { RequestBodyError, readJsonText } from '#src/http/request-body.ts';
import { askTool } from './ask.ts';
import { createMcpServer } from './server.ts';
import type { McpServices } from './services.ts';

/** Maximum size of a body in bytes. */
const MAX_BODY_BYTES = 1_048_576;
const STATUS = { UNSUPPORTED_MEDIA_TYPE: 415, PAYLOAD_TOO_LARGE: 413, INVALID_JSON: 400 } as const;
/** Of JSON-RPC, for what is not JSON and what is no request; and of the SDK, for what is not accepted. */
const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;
const NOT_ACCEPTED = -32_000;

/** Data of a request from the listener. */
interface McpBindings {
  readonly requestId: string;
  readonly viewer: Viewer;
}

/** Answers requests to `/mcp`. */
export type McpHandler = (request: Request, bindings: McpBindings) => Promise<Response>;

/**
 * The tools over streamable HTTP, without sessions: each request is complete in itself, so any instance can answer it, with one
 * JSON document. There are no streams, so nothing but POST is served.
 */
export function createMcpHandler(services: McpServices & { readonly refusals: Pick<Refusals, 'note'> }): McpHandler {
  return async (request, bindings) => {
    try {
      await authorize(bindings.viewer, 'metrics:read', services.refusals);
      if (request.method !== 'POST') return notServed(request.method);
      return await answer(services, request, bindings);
    } catch (error) {
      if (error instanceof QbrError) return refused(error, bindings.requestId);
      throw error;
    }
  };
}

async function answer(services: McpServices, request: Request, bindings: McpBindings): Promise<Response> {
  const parsedBody = parseJson(await readJsonText(request, MAX_BODY_BYTES));
  // One would answer any number of questions for one request of the rate limit; the protocol has none since 2025-06-18.
  if (Array.isArray(parsedBody)) throw new InvalidParameterError('Send one message in a request, no batches');
  const server = createMcpServer((question) => askTool(services, question, bindings));
  // With an `undefined` generator there are no sessions.
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  try {
    const response = await transport.handleRequest(request, { parsedBody });
    response.headers.set('Cache-Control', 'no-store');
    return response;
  } finally {
    await server.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestBodyError('INVALID_JSON', 'The body is not JSON');
  }
}

/** A refusal before the protocol begins: of the caller in the envelope of every HTTP error, of the body as JSON-RPC. */
function refused(error: QbrError, requestId: string): Response {
  const { code, message } = error;
  if (error instanceof UnauthenticatedError || error instanceof ForbiddenError) {
    const status = error instanceof UnauthenticatedError ? 401 : 403;
    const headers = status === 401 ? { 'WWW-Authenticate': 'Bearer realm="qbr"' } : undefined;
    return Response.json(problem({ code, message, status, requestId }), { status, ...(headers && { headers }) });
  }
  if (!(error instanceof RequestBodyError)) return Response.json(rpcError(INVALID_REQUEST, error), { status: 400 });
  const number = error.code === 'INVALID_JSON' ? PARSE_ERROR : NOT_ACCEPTED;
  return Response.json(rpcError(number, { code, message }), { status: STATUS[error.code] });
}

function notServed(method: string): Response {
  const headers = { Allow: 'POST' };
  const message = `${method} is not served: there are no sessions and no streams. Send requests with POST.`;
  return Response.json(rpcError(NOT_ACCEPTED, { code: 'METHOD_NOT_ALLOWED', message }), { status: 405, headers });
}

function rpcError(number: number, { code, message }: { readonly code: string; readonly message: string }) {
  return { jsonrpc: '2.0', error: { code: number, message, data: { code } }, id: null };
}
