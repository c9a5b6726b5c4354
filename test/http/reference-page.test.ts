import { beforeEach, expect, it } from 'vitest';
import { DEFAULT_REACTIVE_RULES } from '#src/collect/connectwise/source.ts';
import { DEFAULT_DEVICE_RULES } from '#src/core/collection/device.ts';
import { createReferencePage } from '#src/http/reference-page.ts';
import { createReport } from '#src/service/report/report.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { keyOf, sessionOf } from '../auth/credentials.ts';
import { guard } from '../auth/server.ts';
import { describeOnOwnDatabases, emptyDatabase } from '../kit/databases.ts';
import { scopeOn, TIME_ZONE } from '../kit/services.ts';

const RULES = { reactive: DEFAULT_REACTIVE_RULES, devices: DEFAULT_DEVICE_RULES, timeZone: TIME_ZONE };

describeOnOwnDatabases('the calculation reference over HTTP', (use) => {
  beforeEach(() => emptyDatabase(use()));

  it('is one page for everyone who may read metrics, and for nobody else', async () => {
    const { database } = use();
    const reference = createReferencePage({
      report: (viewer) => createReport({ ...scopeOn(database), viewer }, createSnapshots(database)),
      rules: RULES,
      refusals: { note: async () => undefined },
    });
    const { url } = await guard(use(), { reference });
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
