import { LATEST_PROTOCOL_VERSION } from '@modelcontextprotocol/sdk/types.js';
import { beforeEach, expect, it } from 'vitest';
import { keyOf, sessionOf } from '../auth/credentials.ts';
import { guard, NO_LIMITS } from '../auth/server.ts';
import { describeOnOwnDatabases, emptyDatabase } from '../kit/databases.ts';
import { askOverHttp, mcpOver, serveMcp } from './api.ts';

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

async function send(url: string, { body = LIST, ...init }: Omit<RequestInit, 'body'> & { body?: unknown } = {}) {
  const { headers, ...rest } = init;
  const hasBody = !['GET', 'HEAD', 'DELETE'].includes(init.method ?? 'POST');
  const response = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: { ...HEADERS, ...(headers as Record<string, string>) },
    ...(hasBody && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...rest,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

describeOnOwnDatabases('the tools over HTTP', (use) => {
  beforeEach(() => emptyDatabase(use()));

  it('are served to whoever has the key of a viewer, in any of its headers, and to a person who is signed in', async () => {
    const { url } = await guard(use());
    const { 'x-api-key': key = '' } = await keyOf(use().database, 'viewer');
    for (const headers of [{ 'x-api-key': key }, { authorization: `Bearer ${key}` }]) {
      const { client, ask } = await askOverHttp(url, headers);
      expect(client.getServerVersion()).toMatchObject({ name: 'qbr-server' });
      expect(await ask('list_periods')).toMatchObject({ organization: { id: 1 }, periods: [] });
    }
    const session = await sessionOf(use().database, 'viewer');
    expect((await send(url, { headers: { ...session, origin: url } })).status).toBe(200);
  });

  it('are refused without a key, and with one that is wrong, revoked or expired, before anything is read', async () => {
    const { url } = await guard(use());
    const wrong = [
      {},
      { authorization: 'Bearer qbr_nonsense' },
      await keyOf(use().database, 'admin', 'revoked'),
      await keyOf(use().database, 'admin', 'expired'),
    ];
    for (const headers of wrong) {
      for (const method of ['POST', 'GET', 'DELETE']) {
        const refused = await send(url, { method, headers });
        expect(refused).toMatchObject({ status: 401, body: { success: false, error: { code: 'UNAUTHENTICATED' } } });
        expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer realm="qbr"/);
      }
    }
    await expect(askOverHttp(url)).rejects.toThrow();
  });

  it('are refused to pages of other web sites, in both modes, and by a host that is not served', async () => {
    const origin = 'https://elsewhere.example.com';
    const guarded = await guard(use());
    const key = await keyOf(use().database, 'viewer');
    const session = await sessionOf(use().database, 'viewer');
    for (const headers of [key, session]) {
      expect(await send(guarded.url, { headers: { ...headers, origin } })).toMatchObject({
        status: 403,
        body: { error: { code: 'FORBIDDEN' } },
      });
      expect((await send(guarded.url, { headers: { ...headers, origin: guarded.url } })).status).toBe(200);
    }
    const local = await serveMcp(use());
    expect((await send(local.url, { headers: { origin } })).status).toBe(403);
    expect((await send(local.url, { headers: { origin: local.url } })).status).toBe(200);
  });

  it('count in the limits of requests', async () => {
    const { url } = await guard(use(), { rateLimits: { ...NO_LIMITS, credential: 2 } });
    const headers = await keyOf(use().database, 'viewer');
    const statuses = [];
    for (let sent = 0; sent < 3; sent++) statuses.push((await send(url, { headers })).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('have no session: every request stands for itself, and there is nothing to get or delete', async () => {
    const { url } = await serveMcp(use());
    const listed = await send(url);
    expect(listed.status).toBe(200);
    expect(listed.headers.get('mcp-session-id')).toBeNull();
    expect(listed.headers.get('cache-control')).toBe('no-store');
    expect(listed.headers.get('content-type')).toBe('application/json');
    for (const method of ['GET', 'DELETE', 'PUT', 'OPTIONS']) {
      const answer = await send(url, { method });
      expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, 'POST']);
    }
  });

  it('negotiate the version of the protocol', async () => {
    const { url } = await serveMcp(use());
    const initialize = (protocolVersion: string) => ({
      ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
      params: { protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    });
    for (const [asked, given] of [
      ['2025-06-18', '2025-06-18'],
      ['2999-01-01', LATEST_PROTOCOL_VERSION],
    ] as const) {
      const { body } = await send(url, { body: initialize(asked) });
      expect(body.result).toMatchObject({ protocolVersion: given, capabilities: { tools: {} } });
      expect(body.result.instructions).toContain('Absent is not zero');
    }
    const unknown = await send(url, { headers: { 'mcp-protocol-version': '1999-01-01' } });
    expect(unknown.status).toBe(400);
    expect((await send(url, { body: { jsonrpc: '2.0', method: 'notifications/initialized' } })).status).toBe(202);
  });

  it('refuse a body that is too large, not JSON, no message, or several', async () => {
    const { url } = await serveMcp(use());
    const cases = [
      [{ body: ' '.repeat(1_048_577) }, 413, -32_000],
      [{ headers: { 'content-type': 'application/json; charset=latin1' } }, 400, -32_700],
      [{ headers: { accept: 'application/json' } }, 406, -32_000],
      [{ body: '{"jsonrpc":' }, 400, -32_700],
      [{ body: { hello: 'world' } }, 400, -32_700],
      [{ body: [LIST, LIST] }, 400, -32_600],
    ] as const;
    for (const [init, status, code] of cases) {
      expect(await send(url, init)).toMatchObject({ status, body: { jsonrpc: '2.0', id: null, error: { code } } });
    }
    expect((await send(url, { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
    const params = { name: 'drop_tables', arguments: {} };
    expect((await send(url, { body: { ...LIST, method: 'tools/call', params } })).body.error).toEqual({
      code: -32_602,
      message: expect.stringContaining('the tools are list_periods, get_report'),
    });
  });

  it('mask an unexpected error, which is logged under the id of the request', async () => {
    const logged: Record<string, unknown>[] = [];
    const broken = { ...use().database, query: () => Promise.reject(new Error('SELECT secret')) };
    const { url } = await serveMcp(use(), mcpOver({ database: broken }, { logged }));
    const { fail } = await askOverHttp(url);
    const { code, message } = await fail('list_periods');
    expect({ code, message }).toEqual({
      code: 'SERVER_ERROR',
      message: expect.stringMatching(/^Unexpected error; the log has more under [\w-]+$/),
    });
    expect(logged).toMatchObject([{ tool: 'list_periods', requestId: message.split(' ').at(-1) }]);
  });
});
