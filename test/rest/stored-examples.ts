import type { Database } from '#src/store/engine/database.ts';
import { enterMonths, FIRST_QUARTER_2025, JANUARY_2026 } from '../graphql/books.ts';

/** 10 July 2026, in the morning of Chicago. */
export const NOW = new Date('2026-07-10T14:00:00Z');

/** Both worked examples of docs/calculations.md, entered by hand. */
export async function storeExamples(database: Database): Promise<void> {
  await enterMonths(database, { ...FIRST_QUARTER_2025, ...JANUARY_2026 });
}

/**
 * Device snapshots of two days of May 2026, of which the later one counts, and of one of June: two clients, and a device
 * whose client is not known. The spare laptop does not count, and the server is no seat.
 */
const SNAPSHOTS: Readonly<Record<string, readonly (readonly [client: string | null, name: string, kind: string])[]>> = {
  '2026-05-30': [['Acme Dental', 'PC-1', 'WINDOWS_WORKSTATION']],
  '2026-05-31': [
    ['Acme Dental', 'PC-1', 'WINDOWS_WORKSTATION'],
    ['Acme Dental', 'Spare laptop', 'WINDOWS_WORKSTATION'],
    ['Borealis Law', 'PC-2', 'MAC'],
    ['Borealis Law', 'SRV-1', 'WINDOWS_SERVER'],
    [null, 'PC-3', 'WINDOWS_WORKSTATION'],
  ],
  '2026-06-30': [['Acme Dental', 'PC-1', 'WINDOWS_WORKSTATION']],
};

/** Stores the snapshots as another program of a shared database would: no collection of ours has run. */
export async function storeDevices({ prisma, vendorIds: { ninjaone: vendorId } }: Database): Promise<void> {
  for (const [date, devices] of Object.entries(SNAPSHOTS)) {
    const day = new Date(`${date}T00:00:00Z`);
    for (const [organizationName, displayName, nodeClass] of devices) {
      const { id: deviceIdentityId } = await prisma.deviceIdentity.upsert({
        where: { vendorId_vendorDeviceKey: { vendorId, vendorDeviceKey: displayName } },
        create: { vendorId, vendorDeviceKey: displayName, firstSeenDate: day, lastSeenDate: day },
        update: {},
      });
      await prisma.deviceSnapshot.create({
        data: { snapshotDate: day, vendorId, deviceIdentityId, displayName, organizationName, nodeClass },
      });
    }
  }
}

const TABLES = [
  'qbr_metrics_monthly',
  'qbr_metrics_quarterly',
  'qbr_smartnumbers',
  'qbr_thresholds',
  'qbr_value_history',
  'qbr_audit',
] as const;

/** All rows of what a write changes, as text. */
export async function tableContents({ prisma }: Database): Promise<Record<string, string>> {
  const selected = TABLES.map(
    (table) => `(SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM ${table} t) AS ${table}`,
  );
  const [row] = await prisma.$queryRawUnsafe<Record<string, string>[]>(`SELECT ${selected.join(', ')}`);
  return row ?? {};
}
