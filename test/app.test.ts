import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type App, openApp } from '#src/app.ts';
import { operatorViewer } from '#src/auth/viewer.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { parseConfig } from '#src/config/config.ts';
import { startConnectWiseFake } from './kit/connectwise/fake.ts';
import { type FreshDatabase, freshEmbedded, freshPostgresql, openTestDatabase } from './kit/databases.ts';
import type { HttpFake } from './kit/http-faults.ts';
import { withOperator } from './kit/operator-database.ts';
import { environmentFor } from './kit/program.ts';

let connectwise: HttpFake;
beforeEach(async () => {
  connectwise = await startConnectWiseFake({ rows: { tickets: [], timeEntries: [] } });
  connectwise.setFault(() => ({ kind: 'hang' }));
});
afterEach(() => connectwise.close());

it.each([
  ['PGlite', freshEmbedded],
  ['PostgreSQL', freshPostgresql],
] as const)('closing stops a collection in the background, before the database closes, on %s', async (_, create) => {
  const fresh: FreshDatabase = await create();
  const app: App = withOperator(
    await openApp(parseConfig(environmentFor({ connectwise, connection: fresh.connection })), {
      logger: pino({ level: 'silent' }),
      command: 'vitest',
    }),
  );
  const runId = await app.background.start(operatorScope(app, { operator: operatorViewer('cfo') }), {});
  while (connectwise.requests.all.length === 0) await new Promise(setImmediate);
  await app.close();
  const database = await openTestDatabase(fresh.connection);
  const run = await database.prisma.collectionRun.findFirst({ include: { entries: true } });
  await database.close();
  await fresh.remove();
  expect(run).toMatchObject({ id: runId, status: 'failed', interrupted: false, requestedBy: 'cfo', trigger: 'api' });
  const message = 'The collection was stopped: the program is closing. Nothing of this vendor was stored.';
  expect(new Set(run?.entries.map(({ errorMessage }) => errorMessage))).toEqual(new Set([message]));
});
