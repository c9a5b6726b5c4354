// Opens the database that its argument describes, says so, and obeys the commands on its standard input.
import { createInterface } from 'node:readline';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';
import { type Database, openDatabase } from '#src/store/engine/database.ts';
import { DatabaseInUseError } from '#src/store/engine/errors.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import type { RunLock } from '#src/store/engine/run-lock.ts';

function say(answer: unknown): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

const connection = JSON.parse(process.argv[2] ?? '') as DatabaseConnection;
const commandLine = createInterface({ input: process.stdin });
let runLock: RunLock | null = null;

const commands: Record<string, (database: Database, argument: string) => Promise<unknown>> = {
  async lock(database) {
    runLock = await database.tryRunLock(1);
    return runLock !== null;
  },
  async unlock() {
    await runLock?.release();
    return 'released';
  },
  /** Takes both leases of a vendor's server. */
  async leases(database, server) {
    const { signal } = new AbortController();
    for (let taken = 0; taken < 2; taken += 1) await database.vendorLeases?.take(server, signal);
    return 'taken';
  },
  async activity(database, argument) {
    database.noteActivity(argument === '' ? null : argument);
    return 'noted';
  },
  /** Commits one row after another, saying each one's number, until the process is killed. */
  async 'write-on'(database) {
    for (let number = 1; ; number++) {
      await database.transaction((tx) => tx.auditEntry.create({ data: auditEntry(number) }));
      say(number);
    }
  },
  /** Writes many rows in a transaction that never ends. */
  async 'write-half'(database) {
    await database.transaction(async (tx) => {
      for (let number = 1; number <= 500; number++) await tx.auditEntry.create({ data: auditEntry(number) });
      say('half');
      await new Promise<never>(() => undefined);
    });
  },
  /** What an instant and a date are after a round trip, here and in the database's own words. */
  async 'round-trip'(database) {
    const at = new Date('2025-03-09T08:30:00.123Z');
    await database.prisma.auditEntry.create({ data: { ...auditEntry(0), at } });
    const vendor = { vendorId: database.vendorIds.ninjaone, vendorDeviceKey: 'zone' };
    const date = new Date('2025-03-09T00:00:00.000Z');
    await database.prisma.deviceIdentity.create({ data: { ...vendor, firstSeenDate: date, lastSeenDate: date } });
    const entry = await database.prisma.auditEntry.findFirst({ where: { at } });
    const identity = await database.prisma.deviceIdentity.findFirst({ where: { firstSeenDate: date } });
    const [text] = await database.prisma.$queryRaw<unknown[]>`
      SELECT (SELECT max(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS')) FROM qbr_audit) AS at,
             (SELECT max(first_seen_date::text) FROM device_identity) AS date`;
    return { at: entry?.at, date: identity?.firstSeenDate, text };
  },
};

function auditEntry(number: number) {
  return { organizationId: 1, at: new Date(), actor: 'test', action: 'write', detail: { number } };
}

try {
  const database = await openDatabase({
    connection,
    organizationName: 'Example MSP, LLC',
    owner: { command: 'qbr serve' },
  });
  say({ opened: { vendorIds: database.vendorIds, appliedMigrations: database.appliedMigrations } });
  for await (const line of commandLine) {
    const [name = '', ...words] = line.split(' ');
    const command = commands[name];
    const work = () => command?.(database, words.join(' ')) ?? `unknown command ${name}`;
    say(await withinOrganization(1, work));
  }
  await database.close();
} catch (error) {
  const owner = error instanceof DatabaseInUseError ? { ...error } : {};
  say({ failed: { name: (error as Error).name, message: (error as Error).message, ...owner } });
  process.exit(1);
}
