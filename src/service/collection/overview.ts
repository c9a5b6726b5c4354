import type { Month } from '#src/core/period.ts';
import type { Database } from '#src/store/engine/database.ts';
import { readFindings, type StoredFinding } from '#src/store/findings.ts';
import { monthsWithData } from '#src/store/monthly-metrics.ts';
import { readClosedMonths, readFrozenMonths } from '#src/store/period-states.ts';
import { COLLECTED_VENDORS, type CollectedVendor } from './vendor-reader.ts';

/** What a run did for one vendor, all its months together. */
export interface VendorSummary {
  /** As the database names it. */
  readonly vendor: string;
  readonly status: string;
  readonly months: number;
  readonly metricsCollected: number;
  /** Why it failed; null where it did not. */
  readonly errorMessage: string | null;
}

/** A month that has values. */
export interface MonthState {
  readonly month: Month;
  /** The vendors whose values of the month are frozen. */
  readonly frozen: readonly CollectedVendor[];
  readonly closed: boolean;
}

/** What a run did, vendor by vendor, from its log rows. */
export async function summarizeRun(
  { prisma }: Database,
  organizationId: number,
  runId: number,
): Promise<VendorSummary[]> {
  const rows = await prisma.collectionLog.findMany({
    where: { organizationId, runId },
    include: { vendor: { select: { name: true } } },
    orderBy: [{ vendorId: 'asc' }, { period: 'asc' }],
  });
  const names = [...new Set(rows.map(({ vendor }) => vendor.name))];
  return names.map((name) => {
    const own = rows.filter(({ vendor }) => vendor.name === name);
    const worst = own.find(({ status }) => status !== 'success');
    return {
      vendor: name,
      status: worst?.status ?? 'success',
      months: own.length,
      metricsCollected: own.reduce((sum, { metricsCollected }) => sum + metricsCollected, 0),
      errorMessage: worst?.errorMessage ?? null,
    };
  });
}

/** The months that have values, oldest first. */
export async function listMonths(database: Database, organizationId: number): Promise<MonthState[]> {
  const { prisma, vendorIds } = database;
  const months = await monthsWithData(prisma, organizationId);
  const closed = await readClosedMonths(prisma, organizationId, months);
  const frozen = await Promise.all(
    COLLECTED_VENDORS.map((vendor) => readFrozenMonths(prisma, organizationId, vendorIds[vendor], months)),
  );
  return months.map((month) => ({
    month,
    frozen: COLLECTED_VENDORS.filter((_, index) => frozen[index]?.has(month)),
    closed: closed.has(month),
  }));
}

/** The findings that still hold and that nobody has acknowledged, of the months that have values. */
export async function listOpenFindings(
  { prisma }: Database,
  organizationId: number,
  months: readonly Month[],
): Promise<StoredFinding[]> {
  const findings = await readFindings(prisma, organizationId, months);
  return findings.filter(({ acknowledgedAt }) => acknowledgedAt === null);
}
