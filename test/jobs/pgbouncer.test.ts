import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openDatabase } from '#src/store/engine/database.ts';
import { DatabaseUnavailableError } from '#src/store/engine/errors.ts';
import { freshPostgresql, query, TEST_ORGANIZATION_NAME } from '../kit/databases.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { accessTo, faultsOf, makeFleet, startVendors } from '../kit/fleet.ts';
import { hasPgBouncer, startPgBouncer } from '../kit/pgbouncer.ts';

const MINUTE_MS = 60_000;
const PATIENCE = { timeout: 120_000, interval: 100 };

describe.skipIf(!hasPgBouncer)('PgBouncer (skipped where Debian’s package pgbouncer is not installed)', () => {
  /** The address of a new database through PgBouncer. */
  async function behind(poolMode: 'session' | 'transaction') {
    const fresh = await freshPostgresql();
    onTestFinished(() => fresh.remove());
    const { url, close } = await startPgBouncer(fresh.connection.url, poolMode);
    onTestFinished(close);
    return { fresh, connection: { kind: 'postgresql', url } } as const;
  }

  it('in session mode carries the queue of two programs: each collection is run once', async () => {
    const { fresh, connection } = await behind('session');
    const vendors = await startVendors(1, 20);
    onTestFinished(async () => void (await Promise.all(vendors.map((vendor) => vendor.close()))));
    const fleet = await makeFleet(connection, {
      ...{ count: 4, accessOf: accessTo(vendors), directory: emptyDirectory() },
    });
    onTestFinished(() => fleet.close());
    const due = new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS);
    await fleet.scheduleAt(due);
    for (const instance of [await fleet.startInstance(), await fleet.startInstance()]) {
      onTestFinished(async () => {
        instance.process.kill('SIGTERM');
        await instance.ended;
      });
    }
    const faults = async () => faultsOf(await fleet.runs(), fleet.organizationIds, [due]);
    await vi.waitFor(async () => expect((await faults()).lost).toEqual([]), PATIENCE);
    expect(await faults()).toEqual({ lost: [], twice: [], failed: [] });
    // The next night waits in the queue, so that the jobs have come from it.
    await vi.waitFor(async () => {
      const sql = `SELECT key FROM graphile_worker.jobs WHERE key LIKE 'collection:%' AND run_at > now() AND locked_at IS NULL ORDER BY key`;
      const waiting = await query<{ key: string }>(fresh.connection.url, sql);
      expect(waiting.map(({ key }) => key)).toEqual(fleet.organizationIds.map((id) => `collection:${id}`));
    }, PATIENCE);
  });

  it('in transaction mode is refused, with what has to be changed, and none of its sessions keeps a setting', async () => {
    const { connection } = await behind('transaction');
    const opened = openDatabase({ connection, organizationName: TEST_ORGANIZATION_NAME, owner: { command: 'test' } });
    await expect(opened).rejects.toThrow(DatabaseUnavailableError);
    await expect(opened).rejects.toThrow(
      /behind a pooler .* set pool_mode = session .* let DATABASE_URL name the server/,
    );
    const settings = `SELECT current_setting('qbr.organization', true) AS organization, current_setting('idle_in_transaction_session_timeout') AS timeout`;
    expect(await query(connection.url, settings)).toEqual([{ organization: '', timeout: '0' }]);
  });
});
