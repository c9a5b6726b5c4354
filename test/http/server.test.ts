import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { LOCAL_ACCESS } from '#src/auth/access.ts';
import { DASHBOARD_PATHS } from '#src/http/dashboard.ts';
import { ListenError } from '#src/http/listen-error.ts';
import type { FetchHandler } from '#src/http/routes.ts';
import { type HttpServer, type HttpServerSettings, startHttpServer } from '#src/http/server.ts';
import { programVersion } from '#src/package-root.ts';
import { NO_WEB_CONNECTOR } from '../kit/no-web-connector.ts';

const servers: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const echo: FetchHandler = async (asked, { requestId }) =>
  Response.json({ method: asked.method, body: await asked.text(), requestId });

/** A server on a free port; what it logs is in `lines`. */
async function start(settings: Partial<HttpServerSettings> = {}) {
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    access: LOCAL_ACCESS,
    logger: pino({ level: 'debug' }, sink),
    ping: async () => undefined,
    graphql: echo,
    rest: echo,
    corsOrigins: [],
    webConnector: NO_WEB_CONNECTOR,
    ...settings,
  });
  servers.push(server);
  return { server, url: server.url, port: Number(new URL(server.url).port), lines };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly agent?: Agent;
}

/** A request as no browser would let a page send it: with any Host and Origin. */
function ask(url: string, { method = 'GET', headers = {}, body, agent }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent: agent ?? false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Sends bytes that no client of HTTP would, and gives the whole answer. */
function sendRaw(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(request, 'latin1'));
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', reject).on('end', () => resolve(text));
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };

describe('health', () => {
  it('is live and ready, also to HEAD', async () => {
    const { url } = await start();
    for (const path of ['/health/live', '/health/ready']) {
      expect(await ask(url + path)).toMatchObject({ status: 200 });
      expect(await ask(url + path, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    }
  });

  it('tells version and commit, which a program that was not built does not know', async () => {
    const { url } = await start();
    const answer = await ask(`${url}/health/live`);
    expect(JSON.parse(answer.text)).toEqual({ status: 'live', version: programVersion(), commit: 'unknown' });
  });

  it('is live but not ready while the database does not answer, and says nothing of why but to the log', async () => {
    const ping = () => Promise.reject(new Error('connection to db.internal refused'));
    const { url, lines } = await start({ ping });
    expect(await ask(`${url}/health/live`)).toMatchObject({ status: 200 });
    const answer = await ask(`${url}/health/ready`);
    expect(answer).toMatchObject({ status: 503 });
    expect(answer.text).not.toContain('db.internal');
    expect(JSON.stringify(lines)).toContain('db.internal');
  });
});

describe('every request', () => {
  it('has an id, its own or a new one, in the answer, the handler and the log', async () => {
    const { url, lines } = await start();
    const given = await ask(`${url}/graphql`, { headers: { 'x-request-id': 'abc-123' } });
    expect(given.headers['x-request-id']).toBe('abc-123');
    expect(JSON.parse(given.text).requestId).toBe('abc-123');
    const made = await ask(`${url}/graphql`, { headers: { 'x-request-id': 'a b"c' } });
    expect(made.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(lines).toMatchObject([
      { level: 20, requestId: 'abc-123', method: 'GET', path: '/graphql', status: 200, timeMs: expect.any(Number) },
      { requestId: made.headers['x-request-id'] },
    ]);
  });

  it('that nothing answers is a 404 in the one error envelope', async () => {
    const { url } = await start();
    const { status, headers, text } = await ask(`${url}/nothing?secret=1`);
    expect(status).toBe(404);
    expect(headers['content-type']).toContain('application/json');
    expect(JSON.parse(text)).toEqual({
      success: false,
      error: {
        code: 'NOT_FOUND',
        message: 'There is nothing at /nothing',
        status: 404,
        request_id: headers['x-request-id'],
      },
    });
  });

  it('that fails is a 500 without stack or cause, which the log has under its id', async () => {
    const graphql = () => {
      throw new Error('SELECT secret FROM somewhere');
    };
    const { url, lines } = await start({ graphql });
    const { status, headers, text } = await ask(`${url}/graphql`);
    expect(status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'SERVER_ERROR', request_id: headers['x-request-id'] } });
    expect(text).not.toMatch(/SELECT|\bat \//);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 50,
        requestId: headers['x-request-id'],
        err: expect.objectContaining({ message: expect.stringContaining('SELECT') }),
      }),
    );
  });

  it('of a view is answered with the page of the dashboard, whose scripts never change and may be kept', async () => {
    const { url } = await start();
    const pages = await Promise.all(
      DASHBOARD_PATHS.map(async (path) => {
        const address = path.replace(/:organization\{.*\}/, '7');
        return (await fetch(`${url}${address}`)).text();
      }),
    );
    expect(new Set(pages).size).toBe(1);
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(pages[0] ?? '')?.[1];
    const asked = { headers: { 'accept-encoding': 'gzip' } };
    const { status, headers } = await ask(`${url}${script}`, asked);
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/javascript');
    expect(headers['cache-control']).toContain('immutable');
    expect(headers['content-encoding']).toBe('gzip');
    expect((await ask(`${url}/assets/none.js`)).status).toBe(404);
  });

  it('of a view keeps its policy where the browser has the page already', async () => {
    const { url } = await start();
    const first = await ask(`${url}/`);
    expect(first.headers['content-security-policy']).toContain("script-src 'self'");
    const again = await ask(`${url}/`, { headers: { 'if-none-match': String(first.headers['etag']) } });
    expect(again.status).toBe(304);
    expect(again.headers).not.toHaveProperty('content-security-policy');
  });

  it('of a query by GET is answered with 304 where the client has the answer already', async () => {
    const { url } = await start();
    const first = await ask(`${url}/graphql?query={viewer{name}}`, { headers: { 'x-request-id': 'same' } });
    const tag = String(first.headers['etag']);
    const again = { 'if-none-match': tag, 'x-request-id': 'same' };
    expect(tag).toMatch(/^"/);
    expect(await ask(`${url}/graphql?query={viewer{name}}`, { headers: again })).toMatchObject({
      status: 304,
      text: '',
    });
    expect(
      await ask(`${url}/graphql?query={viewer{id}}`, { headers: { ...again, 'x-request-id': 'other' } }),
    ).toMatchObject({ status: 200 });
  });

  it('with a body reaches the handler whole', async () => {
    const { url } = await start();
    const body = JSON.stringify({ query: 'x'.repeat(900_000) });
    for (const headers of [JSON_TYPE, { ...JSON_TYPE, 'transfer-encoding': 'chunked' }]) {
      const answer = await ask(`${url}/graphql`, { method: 'POST', headers, body });
      expect(JSON.parse(answer.text)).toMatchObject({ method: 'POST', body });
    }
  });
});

describe('without sign-in', () => {
  it.each([
    ...['localhost', 'localhost:1', '127.0.0.1', '127.3.2.1:80', '[::1]:5400'],
    ...['LOCALHOST:5400', 'localhost.', 'Localhost.:5400', '[::FFFF:127.0.0.1]:5400', '[::ffff:7f00:1]', '[0:0::1]'],
  ])('Host %s is served', async (host) => {
    const { url } = await start();
    expect(await ask(`${url}/graphql`, { headers: { host } })).toMatchObject({ status: 200 });
  });

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io', '10.0.0.5:5400', '[::ffff:10.0.0.5]'])(
    'Host %s is refused on every path: a name may be pointed at this machine',
    async (host) => {
      const { url } = await start();
      for (const path of ['/graphql', '/health/live', '/nothing']) {
        const answer = await ask(url + path, { headers: { host } });
        expect(answer.status).toBe(403);
        expect(JSON.parse(answer.text)).toMatchObject({ success: false, error: { code: 'FORBIDDEN', status: 403 } });
      }
    },
  );

  it.each([
    ...['127.0.0.1@evil.example', 'evil.example/127.0.0.1', '127.0.0.1:99999', 'localhost:', 'qbr<x>:5400', '[::1'],
    ...['a b', 'localhost, localhost', 'localhost#', 'loc%61lhost', 'qbr\u00e9.example'],
  ])('Host "%s" is no host, which the envelope says', async (host) => {
    const { url } = await start();
    const answer = await ask(`${url}/health/live`, { headers: { host } });
    expect(answer.status).toBe(400);
    const error = { code: 'INVALID_PARAMETER', status: 400, request_id: answer.headers['x-request-id'] };
    expect(JSON.parse(answer.text)).toMatchObject({ success: false, error });
    expect(JSON.parse((await ask(`${url}/graphql`, { headers: { host } })).text)).toMatchObject({
      errors: [{ extensions: { code: 'INVALID_PARAMETER' } }],
    });
  });

  it.each(['HTTP/1.1', 'HTTP/1.0'])('no Host in %s is refused with the envelope', async (version) => {
    const { port } = await start();
    const text = await sendRaw(port, `GET /health/live ${version}\r\nConnection: close\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('"success":false');
  });

  it('a path that cannot be read is refused with the envelope', async () => {
    const { port } = await start();
    const text = await sendRaw(port, 'GET /a\\b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('"success":false');
  });

  it.each([
    ['http://qbr.example.com:5400', ['qbr.example.com:5400', 'QBR.Example.com:5400', 'qbr.example.com.:5400']],
    ['http://qbr.example.com', ['qbr.example.com', 'QBR.EXAMPLE.COM:80']],
    ['https://QBR.example.com/', ['qbr.example.com', 'Qbr.example.com:443']],
    ['http://[::ffff:10.0.0.5]:5400', ['10.0.0.5:5400', '[::FFFF:10.0.0.5]:5400', '[::ffff:a00:5]:5400']],
  ])('the public address %s is served however its host is written', async (publicUrl, hosts) => {
    const { url } = await start({ publicUrl });
    for (const host of hosts) expect(await ask(`${url}/graphql`, { headers: { host } })).toMatchObject({ status: 200 });
    for (const host of ['qbr.example.com:81', 'other.example.com', '10.0.0.5']) {
      expect(await ask(`${url}/graphql`, { headers: { host } })).toMatchObject({ status: 403 });
    }
  });

  it('the public address is served, with its own origin only', async () => {
    const { url } = await start({ publicUrl: 'https://qbr.example.com/' });
    const host = 'qbr.example.com';
    expect(await ask(`${url}/graphql`, { headers: { host } })).toMatchObject({ status: 200 });
    const own = { host, origin: 'https://qbr.example.com' };
    expect(await ask(`${url}/graphql`, { headers: own })).toMatchObject({ status: 200 });
    for (const origin of ['https://evil.example', 'https://qbr.example.com.evil.example', 'null']) {
      expect(await ask(`${url}/graphql`, { headers: { host, origin } })).toMatchObject({ status: 403 });
    }
    expect(await ask(`${url}/graphql`, { headers: { host: 'qbr.example.com:8443' } })).toMatchObject({ status: 403 });
  });

  it.each(['https://evil.example', 'http://localhost:3000', 'http://127.0.0.1.evil.example', 'null', 'file://'])(
    'a page of %s is refused, whatever it sends',
    async (origin) => {
      const { url } = await start();
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const answer = await ask(`${url}/graphql`, { method, headers: { ...JSON_TYPE, origin } });
        expect(answer.status).toBe(403);
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      }
    },
  );

  it('our own page is served', async () => {
    const { url, port } = await start();
    expect(await ask(`${url}/graphql`, { headers: { origin: url } })).toMatchObject({ status: 200 });
    const local = { host: `localhost:${port}`, origin: `http://localhost:${port}` };
    expect(await ask(`${url}/graphql`, { headers: local })).toMatchObject({ status: 200 });
  });

  it('takes a file as the part of a form from a program, which is no browser', async () => {
    const { url } = await start();
    const form = new FormData();
    form.set('file', new File(['Metric,Jan 2025\nNRR,7\n'], 'values.csv'));
    const answer = await fetch(`${url}/api/qbr/import?dryRun=true`, { method: 'POST', body: form });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('NRR,7');
  });

  it('a form cannot post: only JSON, or a header that a browser asks leave for', async () => {
    const { url } = await start();
    const fromBrowser = { 'sec-fetch-site': 'cross-site' };
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      for (const path of ['/graphql', '/api/qbr/import']) {
        const headers = { 'content-type': type, ...fromBrowser };
        expect((await ask(`${url}${path}`, { method: 'POST', headers, body: '{}' })).status).toBe(415);
      }
    }
    expect(await ask(`${url}/graphql`, { method: 'POST', body: '{}' })).toMatchObject({ status: 415 });
    for (const headers of [
      { 'content-type': 'application/json; charset=utf-8' },
      { 'content-type': 'application/graphql-response+json' },
      { 'graphql-require-preflight': '1' },
    ]) {
      expect(await ask(`${url}/graphql`, { method: 'POST', headers, body: '{}' })).toMatchObject({ status: 200 });
    }
  });
});

describe('with sign-in', () => {
  const access = { ...LOCAL_ACCESS, mode: 'required' } as const;

  it.each(['QBR-SRV', 'QBR-SRV:5400', 'Qbr.Example.com.:5400', 'qbr_web', '[::FFFF:127.0.0.1]:5400', '[2001:DB8::1]'])(
    'Host %s is served',
    async (host) => {
      const { url } = await start({ access });
      expect(await ask(`${url}/graphql`, { headers: { host } })).toMatchObject({ status: 200 });
    },
  );

  it('a Host that is none is refused with the envelope', async () => {
    const { url } = await start({ access });
    const answer = await ask(`${url}/api/qbr/periods`, { headers: { host: 'qbr<x>:5400' } });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ success: false, error: { code: 'INVALID_PARAMETER' } });
  });
});

describe('the listener', () => {
  it('says which address is taken, and what to do', async () => {
    const { port } = await start();
    const error = await start({ port }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ListenError);
    expect((error as Error).message).toBe(
      `127.0.0.1 port ${port} is already in use, perhaps by another qbr. Set QBR_HOST and QBR_PORT to an address that is free.`,
    );
  });

  it('closes at once when nobody is served, idle connections included', async () => {
    // Nor does the server cut it within the time of this test.
    const { server, url } = await start({ graceMs: 3_600_000 });
    // A client that closes no connection by itself.
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    await ask(`${url}/health/live`, { agent });
    expect(Object.keys(agent.freeSockets)).toHaveLength(1);
    await server.close();
    await expect(ask(`${url}/health/live`)).rejects.toThrow('ECONNREFUSED');
  });

  it('closes without waiting for connections that were opened in advance', async () => {
    const { server, url } = await start({ graceMs: 3_600_000 });
    const socket = await opened(url);
    const ended = once(socket, 'close');
    await server.close();
    await ended;
  });

  it('answers a request that arrives on an open connection just after it began to close', async () => {
    const { server, url } = await start();
    const socket = await opened(url);
    // Node accepts a connection in the turn after the client has it.
    await ask(`${url}/health/live`);
    const closed = server.close();
    socket.write('GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1.1 200 OK\r\n/);
    await closed;
  });

  it('lets a running request end, and accepts no other meanwhile', async () => {
    const { graphql, entered, release } = slowHandler();
    const { server, url } = await start({ graphql });
    const answer = ask(`${url}/graphql`);
    await entered;
    const closed = server.close();
    await expect(ask(`${url}/health/live`)).rejects.toThrow('ECONNREFUSED');
    release();
    expect(await answer).toMatchObject({ status: 200, text: 'late', headers: { connection: 'close' } });
    await closed;
  });

  it('cuts a request that does not end in time', async () => {
    const { graphql, entered } = slowHandler();
    const { server, url } = await start({ graphql, graceMs: 50 });
    const answer = ask(`${url}/graphql`);
    await entered;
    await Promise.all([server.close(), expect(answer).rejects.toThrow(/socket hang up|ECONNRESET/)]);
  });
});

async function opened(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

function slowHandler() {
  let enter: () => void = () => undefined;
  let release: () => void = () => undefined;
  const entered = new Promise<void>((resolve) => {
    enter = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const graphql: FetchHandler = async () => {
    enter();
    await released;
    return new Response('late');
  };
  return { graphql, entered, release: () => release() };
}
