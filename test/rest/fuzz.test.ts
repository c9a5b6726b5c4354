import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_VIEWER } from '#src/auth/viewer.ts';
import type { RestHandler } from '#src/rest/rest-api.ts';
import { REST_ROUTES } from '#src/rest/routes.ts';
import { type DatabaseUnderTest, freshEmbedded, openTestDatabase } from '../kit/databases.ts';
import { restOver } from './api.ts';
import { bodyText, methodText, OTHER_TYPES, queryText } from './fuzzed-requests.ts';
import { NOW, storeExamples, tableContents } from './stored-examples.ts';

const SEED = Number(process.env['QBR_FUZZ_SEED'] ?? 20_261_121);
const RUNS = Number(process.env['QBR_FUZZ_RUNS'] ?? 80);

/** No devices and no imports are stored here, and what a route that takes JSON is sent is no table. */
const NEVER_ACCEPTED: readonly string[] = ['/metrics/devices-by-client', '/import', '/import/undo'];

describe('whatever a client sends', () => {
  let database: DatabaseUnderTest['database'];
  let remove: () => Promise<void>;
  let rest: RestHandler;
  const logged: unknown[] = [];
  beforeAll(async () => {
    const fresh = await freshEmbedded();
    remove = fresh.remove;
    database = await openTestDatabase(fresh.connection);
    await storeExamples(database);
    rest = restOver({ database }, { now: () => NOW, logged });
  });
  afterAll(async () => {
    await database.close();
    await remove();
  });

  const send = async (url: string, init?: RequestInit) => {
    const response = await rest(new Request(`http://127.0.0.1${url}`, init), { requestId: 'r', viewer: LOCAL_VIEWER });
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type'), answer: JSON.parse(text) as unknown };
  };

  it.each(REST_ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s answers as documented or refuses in the envelope, storing nothing',
    async (_, route) => {
      const isWrite = route.method === 'post';
      let accepted = 0;
      const requests = fc.record({ query: queryText(route.query, isWrite), body: bodyText(route.bodies) });
      await fc.assert(
        fc.asyncProperty(requests, async ({ query, body: { content, type } }) => {
          const before = isWrite ? await tableContents(database) : null;
          const init = isWrite
            ? { method: 'POST', body: content, headers: type === null ? {} : { 'content-type': type } }
            : {};
          const { status, type: answeredType, answer } = await send(`/api/qbr${route.path}${query}`, init);
          expect(answeredType).toMatch(/^application\/json/);
          // What the query is wrong in is told first.
          if (isWrite && OTHER_TYPES.includes(type)) expect(status === 415 || query !== '').toBe(true);
          if (status === 200) {
            accepted += 1;
            expect(route.data.safeParse((answer as { data: unknown }).data).error).toBeUndefined();
            return;
          }
          expect(logged).toEqual([]);
          expect(status).toBeGreaterThanOrEqual(400);
          expect(status).toBeLessThan(500);
          expect(answer).toMatchObject({
            success: false,
            error: { code: expect.stringMatching(/^[A-Z_]+$/), message: expect.stringMatching(/./), status },
          });
          if (before !== null) expect(await tableContents(database)).toEqual(before);
        }),
        { seed: SEED, numRuns: RUNS },
      );
      // Requests that are all refused would show nothing of what is accepted.
      if (!NEVER_ACCEPTED.includes(route.path)) expect(accepted).toBeGreaterThan(0);
    },
  );

  it.each([...new Set(REST_ROUTES.map(({ path }) => path))])(
    '%s answers only the methods that it serves, tells which, and stores nothing by any other',
    async (path) => {
      const methods = REST_ROUTES.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
      const served = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort();
      const before = await tableContents(database);
      const isBodyless = (method: string) => /^(get|head)$/i.test(method);
      const bodies = REST_ROUTES.filter((route) => route.path === path).flatMap((route) => route.bodies);
      await fc.assert(
        fc.asyncProperty(methodText, bodyText(bodies), async (method, { content }) => {
          const headers = { 'content-type': 'application/json' };
          const init = isBodyless(method) ? { method } : { method, headers, body: content };
          const request = new Request(`http://127.0.0.1/api/qbr${path}`, init);
          if (served.includes(request.method) && request.method !== 'OPTIONS') return;
          const response = await rest(request, { requestId: 'r', viewer: LOCAL_VIEWER });
          expect(response.headers.get('allow')?.split(', ').sort()).toEqual(served);
          const text = await response.text();
          if (request.method === 'OPTIONS') expect([response.status, text]).toEqual([204, '']);
          else expect(response.status).toBe(405);
          const error = { code: 'METHOD_NOT_ALLOWED', status: 405, message: expect.stringContaining(request.method) };
          if (text !== '') expect(JSON.parse(text)).toEqual({ success: false, error });
          else expect(['HEAD', 'OPTIONS']).toContain(request.method);
        }),
        { seed: SEED, numRuns: RUNS },
      );
      expect(logged).toEqual([]);
      expect(await tableContents(database)).toEqual(before);
    },
  );
});
