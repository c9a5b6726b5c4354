import { type IncomingMessage, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_ACCESS } from '#src/auth/access.ts';
import { acceptedCoding } from '#src/http/compression.ts';
import type { FetchHandler } from '#src/http/routes.ts';
import { type HttpServer, startHttpServer } from '#src/http/server.ts';
import { NO_WEB_CONNECTOR } from '../kit/no-web-connector.ts';

const LONG = JSON.stringify({ data: 'Zürich '.repeat(200) });
const SHORT = JSON.stringify({ data: 'Zürich' });
const JSON_TYPE = { 'Content-Type': 'application/graphql-response+json; charset=utf-8' };

const respond: FetchHandler = ({ url }) => {
  const { pathname } = new URL(url);
  if (pathname.endsWith('/short')) return new Response(SHORT, { headers: JSON_TYPE });
  if (pathname.endsWith('/coded'))
    return new Response(LONG, { headers: { ...JSON_TYPE, 'Content-Encoding': 'x-test' } });
  if (pathname.endsWith('/picture')) return new Response(LONG, { headers: { 'Content-Type': 'image/png' } });
  if (pathname.endsWith('/nothing')) return new Response(null, { status: 304, headers: { ETag: '"a"' } });
  if (pathname.endsWith('/refused')) return Response.json({ error: 'no '.repeat(500) }, { status: 422 });
  if (pathname.endsWith('/events'))
    return new Response(firstEvent(), { headers: { 'Content-Type': 'text/event-stream' } });
  return new Response(LONG, { headers: { ...JSON_TYPE, ETag: '"a"' } });
};

/** A stream that sends one event and stays open. */
function firstEvent(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(`data: ${'x'.repeat(2_000)}\n\n`)),
  });
}

let server: HttpServer;
beforeAll(async () => {
  server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    access: LOCAL_ACCESS,
    logger: pino({ level: 'silent' }),
    ping: async () => undefined,
    graphql: respond,
    rest: respond,
    webConnector: NO_WEB_CONNECTOR,
    corsOrigins: ['https://pages.example'],
    graceMs: 0,
  });
});
afterAll(() => server.close());

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

/** Asks as a client that decodes nothing. With `first`, the answer ends with its first bytes. */
function ask(path: string, encoding?: string, { first = false, method = 'GET' } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = encoding === undefined ? {} : { 'Accept-Encoding': encoding };
    const outgoing = request(`${server.url}${path}`, { method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      const end = () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, bytes: Buffer.concat(chunks) });
      incoming.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (!first) return;
        end();
        incoming.destroy();
      });
      incoming.on('end', end);
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

describe('compression of GraphQL and REST answers', () => {
  it.each(['/graphql', '/api/qbr/metrics'])('compresses what is long, as the client accepts: %s', async (path) => {
    const [plain, gzip, brotli] = [await ask(path), await ask(path, 'gzip'), await ask(path, 'gzip, deflate, br')];
    expect(plain.bytes.toString()).toBe(LONG);
    expect(gunzipSync(gzip.bytes).toString()).toBe(LONG);
    expect(brotliDecompressSync(brotli.bytes).toString()).toBe(LONG);
    const codings = [plain, gzip, brotli].map(({ headers }) => headers['content-encoding']);
    expect(codings).toEqual([undefined, 'gzip', 'br']);
    for (const { headers, status } of [plain, gzip, brotli]) {
      expect(status).toBe(200);
      expect(headers['content-type']).toBe(JSON_TYPE['Content-Type']);
    }
    for (const { headers, bytes } of [gzip, brotli]) {
      expect(headers.vary).toContain('Accept-Encoding');
      expect(Number(headers['content-length'] ?? bytes.byteLength)).toBe(bytes.byteLength);
      expect(bytes.byteLength).toBeLessThan(LONG.length / 4);
    }
  });

  it('makes the entity tag weak, since the bytes are others', async () => {
    const tags = [await ask('/api/qbr/metrics'), await ask('/api/qbr/metrics', 'br')].map(
      ({ headers }) => headers.etag,
    );
    expect(tags).toEqual(['"a"', 'W/"a"']);
  });

  it.each(['/short', '/coded', '/picture'])('leaves as it is what is short, coded or a picture: %s', async (path) => {
    const { headers, bytes } = await ask(`/api/qbr${path}`, 'br, gzip');
    expect(headers['content-encoding']).toBe(path === '/coded' ? 'x-test' : undefined);
    expect(bytes.toString()).toBe(path === '/short' ? SHORT : LONG);
  });

  it('compresses errors too, and keeps their status', async () => {
    const { status, headers, bytes } = await ask('/api/qbr/refused', 'gzip');
    expect([status, headers['content-encoding']]).toEqual([422, 'gzip']);
    expect(JSON.parse(gunzipSync(bytes).toString())).toHaveProperty('error');
  });

  it('answers without a body where there is none', async () => {
    const unchanged = await ask('/api/qbr/nothing', 'br');
    expect([unchanged.status, unchanged.headers.etag, unchanged.bytes.byteLength]).toEqual([304, '"a"', 0]);
    expect((await ask('/api/qbr/metrics', 'br', { method: 'HEAD' })).bytes.byteLength).toBe(0);
  });

  it('does not hold back an event of a stream', async () => {
    const { headers, bytes } = await ask('/api/qbr/events', 'br, gzip', { first: true });
    expect(headers['content-encoding']).toBeUndefined();
    expect(bytes.toString()).toMatch(/^data: x+/);
  });

  it('keeps the caches of proxies apart by origin as well', async () => {
    expect((await ask('/api/qbr/metrics', 'br')).headers.vary).toBe('Origin, Accept-Encoding');
  });
});

describe('the accepted coding', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['identity', undefined],
    ['gzip', 'gzip'],
    ['GZIP;q=0.5', 'gzip'],
    ['gzip, br', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['br; q=0.000,gzip ; q=0', undefined],
    ['deflate, zstd', undefined],
  ])('of %j is %s', (header, coding) => {
    expect(acceptedCoding(header)).toBe(coding);
  });
});
