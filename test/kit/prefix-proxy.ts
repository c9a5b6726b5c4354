import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a reverse proxy does with the path that it serves a program below. */
export type PrefixHandling = 'takes off' | 'keeps';

/** A reverse proxy that serves a program on this machine below a path, and nothing anywhere else. */
export interface PrefixProxy {
  /** `http://127.0.0.1:40123` */
  readonly origin: string;
  /** The same with the path: `http://127.0.0.1:40123/qbr` */
  readonly url: string;
  /** Takes the path off, as nginx does with `proxy_pass http://HOST:PORT/;`, or passes it on as it came. */
  handle: PrefixHandling;
  /** Where the program listens. */
  port: number;
  close(): Promise<void>;
}

/** Starts one for `path`: `/qbr`. */
export async function startPrefixProxy(path: string): Promise<PrefixProxy> {
  const server = createServer((incoming, outgoing) => {
    const { url = '', method, headers } = incoming;
    if (!url.startsWith(`${path}/`)) {
      outgoing.writeHead(404).end(`There is nothing at ${url}`);
      return;
    }
    const target = { host: '127.0.0.1', port: proxy.port, agent: false, method, headers };
    const passed = request({ ...target, path: proxy.handle === 'keeps' ? url : url.slice(path.length) }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    // A client that leaves a stream of events leaves it here too.
    outgoing.on('close', () => passed.destroy());
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const proxy: PrefixProxy = {
    origin,
    url: `${origin}${path}`,
    handle: 'takes off',
    port: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}
