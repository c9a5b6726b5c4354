import { beforeAll, expect, it } from 'vitest';
import { keyOf, sessionOf } from '../auth/credentials.ts';
import { type GuardedOptions, guard } from '../auth/server.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { ORGANIZATION_ID } from '../kit/services.ts';
import { restOver } from './api.ts';
import { ALLOWED_ORIGIN, FAILURES, LISTENED_REQUESTS, type ListenedRequest } from './golden-listener-requests.ts';
import { goldenInit, goldenText } from './golden-text.ts';

describeOnBothDatabases('the REST contract, as the listener serves it', (use) => {
  beforeAll(() => emptyDatabase(use()));

  const serve = (options: GuardedOptions = {}) => guard(use(), { corsOrigins: [ALLOWED_ORIGIN], ...options });
  const credentialOf = async ({ as }: ListenedRequest) => {
    if (!as) return {};
    return 'key' in as ? keyOf(use().database, as.key) : sessionOf(use().database, as.session);
  };

  it.each(LISTENED_REQUESTS)('$name', async (golden) => {
    const { name, path, as, options, timesBefore = 0 } = golden;
    const { url } = await serve(options);
    const init = goldenInit(golden);
    const headers = { 'x-request-id': 'request-1', ...init.headers, ...(await credentialOf(golden)) };
    const send = () => fetch(`${url}/api/qbr${path}`, { ...init, headers });
    for (let count = 0; count < timesBefore; count += 1) await (await send()).text();
    const notes = [
      ...(as ? ['key' in as ? `with a key, as ${as.key}` : `with a session, as ${as.session}`] : []),
      ...(options?.mode === 'local' ? ['in local mode'] : []),
      ...(timesBefore > 0 ? [`sent ${timesBefore} times before`] : []),
    ];
    const text = await goldenText(golden, await send(), notes.join(', ') || null);
    await expect(text).toMatchFileSnapshot(`golden/${name}.http`);
  });

  it.each(FAILURES)('%s', async ({ name, error }) => {
    const schedule = { organizationId: ORGANIZATION_ID, status: () => Promise.reject(error) };
    const { url } = await serve({ mode: 'local', rest: restOver(use(), { schedule }) });
    const request = { name, method: 'GET', path: '/collection/status', headers: { origin: ALLOWED_ORIGIN } };
    const headers = { ...request.headers, 'x-request-id': 'request-1' };
    const response = await fetch(`${url}/api/qbr${request.path}`, { headers });
    const text = await goldenText(request, response, `where the reading fails with ${error.name}`);
    await expect(text).toMatchFileSnapshot(`golden/${name}.http`);
  });
});
