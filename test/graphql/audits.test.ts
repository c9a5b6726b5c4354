import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpServer } from '#src/http/server.ts';
import type { Database } from '#src/store/engine/database.ts';
import { type FreshDatabase, freshEmbedded, openTestDatabase } from '../kit/databases.ts';
import { openApi } from './api.ts';
import { serve } from './listener.ts';

/** Every audit is met, the SHOULDs and MAYs too: none contradicts a rule of ours. */
describe('GraphQL over HTTP, as audited by graphql-http', () => {
  let fresh: FreshDatabase;
  let database: Database;
  let server: HttpServer;
  beforeAll(async () => {
    fresh = await freshEmbedded();
    database = await openTestDatabase(fresh.connection);
    server = await serve(openApi({ database }).handler);
  });
  afterAll(async () => {
    await server.close();
    await database.close();
    await fresh.remove();
  });

  const audits = serverAudits({ url: () => `${server.url}/graphql` });

  it.each(audits)('$id $name', async ({ fn }) => {
    const result = await fn();
    expect(result.status === 'ok' ? null : result.reason).toBeNull();
  });

  it('are all there', () => {
    expect(audits.length).toBeGreaterThan(60);
  });
});
