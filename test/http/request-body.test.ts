import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { LOCAL_ACCESS } from '#src/auth/access.ts';
import { readJsonText, setIncomingBody } from '#src/http/request-body.ts';
import { startHttpServer } from '#src/http/server.ts';
import { NO_WEB_CONNECTOR } from '../kit/no-web-connector.ts';

const MAX_BYTES = 1_000;
const ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
});

/** A server that reads one body as the routes do, and answers with its text. */
async function serve() {
  const server = createServer();
  const outcome = new Promise<unknown>((resolve) => {
    server.on('request', (incoming, outgoing) => {
      const headers = { 'content-type': 'application/json', ...lengthOf(incoming.headers['content-length']) };
      const read = new Request('http://127.0.0.1/', { method: 'POST', headers });
      setIncomingBody(read, incoming);
      readJsonText(read, MAX_BYTES)
        .then(resolve, resolve)
        .finally(() => outgoing.end('answered'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ended.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { port: (server.address() as AddressInfo).port, outcome };
}

function lengthOf(length: string | undefined): Record<string, string> {
  return length === undefined ? {} : { 'content-length': length };
}

function post(port: number, headers: Record<string, number> = {}) {
  const sent = send({ port, host: '127.0.0.1', method: 'POST', headers });
  sent.on('error', () => undefined);
  return sent;
}

describe('a body that is read as Node receives it', () => {
  it('may come in parts that cut a character', async () => {
    const { port, outcome } = await serve();
    const bytes = Buffer.from('{"name":"é"}');
    const cut = bytes.indexOf(0xa9);
    const sent = post(port);
    sent.write(bytes.subarray(0, cut));
    sent.end(bytes.subarray(cut));
    expect(await outcome).toBe('{"name":"é"}');
  });

  it('is rejected once it is too large, and answered though the rest is never sent', async () => {
    const { port, outcome } = await serve();
    const sent = post(port);
    sent.write('"'.padEnd(MAX_BYTES, 'a'));
    sent.write('aa');
    expect(await outcome).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    const [response] = await once(sent, 'response');
    expect(response).toMatchObject({ statusCode: 200 });
  });

  it('is rejected by its length before any of it is read', async () => {
    const { port, outcome } = await serve();
    post(port, { 'content-length': MAX_BYTES + 1 }).flushHeaders();
    expect(await outcome).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });

  it('fails where the client ends the connection within it', async () => {
    const { port, outcome } = await serve();
    const sent = post(port, { 'content-length': 100 });
    sent.write('{"name":', () => sent.destroy());
    expect(await outcome).toBeInstanceOf(Error);
  });
});

describe('a body that the listener hands over', () => {
  it.each(['text/event-stream', 'application/json'])(
    'waits for a handler that has to be loaded first: %s',
    async (accept) => {
      const server = await startHttpServer({
        ...{ host: '127.0.0.1', port: 0, publicUrl: null, corsOrigins: [], graceMs: 0 },
        access: LOCAL_ACCESS,
        logger: pino({ level: 'silent' }),
        ping: async () => undefined,
        graphql: async (request) => {
          for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
          return new Response(await readJsonText(request, MAX_BYTES));
        },
        rest: () => new Response(null, { status: 404 }),
        webConnector: NO_WEB_CONNECTOR,
      });
      ended.push(() => void server.close());
      const body = '{"query":"subscription { collectionProgress { ended } }"}';
      const headers = { accept, 'content-type': 'application/json' };
      const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body });
      expect([response.status, await response.text()]).toEqual([200, body]);
    },
  );
});
