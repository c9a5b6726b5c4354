import type { Month } from '#src/core/period.ts';
import { read, type Scope } from '#src/service/scope.ts';
import { COLLECTED_VENDORS, type CollectedVendor } from '#src/service/vendors.ts';
import { readNamedEntries } from '#src/store/collection-log.ts';
import { readFindings, type StoredFinding } from '#src/store/findings.ts';
import { monthsWithData } from '#src/store/monthly-metrics.ts';
import { readClosedMonths, readFrozenMonths } from '#src/store/period-states.ts';

/** The result of a run for one vendor over all months. */
export interface VendorSummary {
  /** The name in the database. */
  readonly vendor: string;
  readonly status: string;
  readonly months: number;
  readonly metricsCollected: number;
  /** Why it failed; null if it did not. */
  readonly errorMessage: string | null;
}

/** A month that has values. */
export interface MonthState {
  readonly month: Month;
  /** The vendors whose values of the month are frozen. */
  readonly frozen: readonly CollectedVendor[];
  readonly closed: boolean;
}

/** Summarizes the log rows of a run by vendor. */
export async function summarizeRun(scope: Scope, runId: number): Promise<VendorSummary[]> {
  const rows = await read(scope, 'metrics:read', (reader) => readNamedEntries(reader, scope.organization.id, runId));
  const names = [...new Set(rows.map(({ vendor }) => vendor))];
  return names.map((name) => {
    const own = rows.filter(({ vendor }) => vendor === name);
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
export function listMonths(scope: Scope): Promise<MonthState[]> {
  const organizationId = scope.organization.id;
  const { vendorIds } = scope.database;
  return read(scope, 'metrics:read', async (reader) => {
    const months = await monthsWithData(reader, organizationId);
    const closed = await readClosedMonths(reader, organizationId, months);
    const frozen = await Promise.all(
      COLLECTED_VENDORS.map((vendor) => readFrozenMonths(reader, organizationId, vendorIds[vendor], months)),
    );
    return months.map((month) => ({
      month,
      frozen: COLLECTED_VENDORS.filter((_, index) => frozen[index]?.has(month)),
      closed: closed.has(month),
    }));
  });
}

/** The unresolved findings of the months that are not acknowledged. */
export async function listOpenFindings(scope: Scope, months: readonly Month[]): Promise<StoredFinding[]> {
  const findings = await read(scope, 'metrics:read', (reader) => readFindings(reader, scope.organization.id, months));
  return findings.filter(({ acknowledgedAt }) => acknowledgedAt === null);
}
