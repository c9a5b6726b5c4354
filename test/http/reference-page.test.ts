import { beforeEach, expect, it } from 'vitest';
import { keyOf, sessionOf } from '../auth/credentials.ts';
import { guard } from '../auth/server.ts';
import { describeOnOwnDatabases, emptyDatabase } from '../kit/databases.ts';

describeOnOwnDatabases('the calculation reference over HTTP', (use) => {
  beforeEach(() => emptyDatabase(use()));

  it('is one page for everyone who may read metrics, and for nobody else', async () => {
    const { database } = use();
    const { url } = await guard(use());
    const refused = await fetch(`${url}/reference`);
    expect([refused.status, await refused.json()]).toMatchObject([401, { error: { code: 'UNAUTHENTICATED' } }]);
    for (const headers of [await keyOf(database, 'viewer'), await sessionOf(database, 'viewer')]) {
      const response = await fetch(`${url}/reference`, { headers });
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(response.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'$/,
      );
      expect(await response.text()).toContain('<h1>Calculation reference of Example MSP, LLC</h1>');
      const etag = response.headers.get('etag') ?? '';
      expect((await fetch(`${url}/reference`, { headers: { ...headers, 'if-none-match': etag } })).status).toBe(304);
    }
    expect((await fetch(`${url}/reference`, { method: 'POST' })).status).toBe(404);
  });
});
