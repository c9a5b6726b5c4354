import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Logger } from '#src/log/log.ts';
import { ListenError } from './listen-error.ts';
import { problem } from './problem.ts';
import { adaptTarget } from './request-target.ts';
import { createRoutes, type RouteSettings } from './routes.ts';

export interface HttpServerSettings extends RouteSettings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly logger: Logger;
  /** Time for running requests to finish when the server closes; default 5 s. */
  readonly graceMs?: number;
}

/** The listener. */
export interface HttpServer {
  /** `http://127.0.0.1:5400` */
  readonly url: string;
  /** Stops accepting, ends streams, and cuts requests that are still running after the grace time. May be called repeatedly. */
  close(): Promise<void>;
}

const GRACE_MS = 5_000;
/** When the server closes: time for a request on a new connection to arrive. Browsers open connections in advance, and send nothing. */
const UNUSED_MS = 100;
/** Bytes of the request line and headers; times in milliseconds. */
const SERVER_LIMITS = {
  maxHeaderSize: 16_384,
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  // Longer than that of reverse proxies, so that they never reuse a connection that was just closed.
  keepAliveTimeout: 75_000,
  // Rejected by the routes, with the envelope.
  requireHostHeader: false,
} as const;
const MAX_HEADERS = 100;

/**
 * Starts the one listener of the program.
 * @throws ListenError if the address is in use or not permitted
 */
export async function startHttpServer(settings: HttpServerSettings): Promise<HttpServer> {
  const { host, port, graceMs = GRACE_MS } = settings;
  const closing = new AbortController();
  const routes = createRoutes(settings, closing.signal);
  // Replaces the global Request and Response by cheaper ones.
  const listener = getRequestListener(routes.fetch, { errorHandler: (error) => failedOutside(error, settings.logger) });
  const { basePath } = settings.access;
  const server = createServer(SERVER_LIMITS, (incoming, outgoing) => {
    adaptTarget(incoming, basePath);
    void listener(incoming, outgoing);
  });
  server.maxHeadersCount = MAX_HEADERS;
  const connections = connectionsOf(server);
  await listen(server, { host, port });
  let closed: Promise<void> | undefined;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    close() {
      closing.abort();
      closed ??= closeGracefully(server, connections, graceMs);
      return closed;
    },
  };
}

/** The response to a request that did not reach the routes because its target is not a path. */
function failedOutside(error: unknown, logger: Logger): Response {
  const requestId = randomUUID();
  if (error instanceof RequestError) {
    const message = 'The path of the request cannot be read';
    return Response.json(problem({ code: 'INVALID_PARAMETER', message, status: 400, requestId }), { status: 400 });
  }
  logger.error({ err: error, requestId }, 'A request failed outside the routes');
  const message = 'Unexpected error; the log has more under this request id';
  return Response.json(problem({ code: 'SERVER_ERROR', message, status: 500, requestId }), { status: 500 });
}

async function listen(server: Server, address: { readonly host: string; readonly port: number }): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address.port, address.host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    throw new ListenError(address, error);
  }
}

/** The open connections of a server. */
function connectionsOf(server: Server): ReadonlySet<Socket> {
  const connections = new Set<Socket>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  return connections;
}

async function closeGracefully(server: Server, connections: ReadonlySet<Socket>, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const timers = [
    setTimeout(() => destroyUnused(connections), UNUSED_MS),
    setTimeout(() => server.closeAllConnections(), graceMs),
  ];
  await closed;
  for (const timer of timers) clearTimeout(timer);
}

/** Ends connections that have sent nothing: Node takes them for busy until their first request. */
function destroyUnused(connections: ReadonlySet<Socket>): void {
  for (const connection of connections) if (connection.bytesRead === 0) connection.destroy();
}
