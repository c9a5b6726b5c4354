import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLoopbackHost } from '#src/core/loopback.ts';
import { parseHost } from '#src/http/host.ts';
import { ListenError } from '#src/http/listen-error.ts';
import type { Logger } from '#src/log/log.ts';

/** The listener of metrics alone. */
export interface MetricsListener {
  /** `http://127.0.0.1:9464/metrics` */
  readonly url: string;
  close(): Promise<void>;
}

export interface MetricsListenerSettings {
  /** 0 takes any free port. */
  readonly port: number;
  readonly scrape: () => Promise<{ readonly text: string; readonly contentType: string }>;
  readonly logger: Pick<Logger, 'error'>;
}

/** It asks for no credentials, so that nobody but this machine may reach it. */
const HOST = '127.0.0.1';

/**
 * Serves `/metrics` on loopback.
 * @throws ListenError if the port is in use or not permitted
 */
export async function startMetricsListener({
  port,
  scrape,
  logger,
}: MetricsListenerSettings): Promise<MetricsListener> {
  const server = createServer(async ({ method, url, headers }, outgoing) => {
    const answer = (status: number, text: string, contentType = 'text/plain; charset=utf-8'): void => {
      outgoing.writeHead(status, { 'Content-Type': contentType, 'X-Content-Type-Options': 'nosniff' }).end(text);
    };
    // A page of a web site can make its own name lead here; then the browser sends that name.
    if (!isLoopbackHost(parseHost(headers.host)?.name ?? '')) return answer(403, 'Only this machine may ask\n');
    if (url?.replace(/\?.*$/, '') !== '/metrics') return answer(404, 'Metrics are at /metrics\n');
    if (method !== 'GET' && method !== 'HEAD') return answer(405, 'GET is served here\n');
    try {
      const { text, contentType } = await scrape();
      answer(200, text, contentType);
    } catch (error) {
      logger.error({ err: error }, 'A scrape of the metrics failed');
      answer(500, 'Unexpected error; the log has more\n');
    }
  });
  await listen(server, port).catch((error: unknown) => {
    throw new ListenError({ host: HOST, port }, error, 'QBR_METRICS_PORT to a port');
  });
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
