import { type Boundaries, isMonth, periodBoundaries } from '#src/core/period.ts';
import type { StoredProvenance } from '#src/store/value-provenance.ts';
import type { MetricReport, Report } from './report.ts';

/** How a collected value came about, and in which stretch of time its rows were looked for. */
export interface ReportedProvenance extends StoredProvenance, Boundaries {
  readonly vendorId: number;
}

/**
 * How a month's collected value came about. Null for every other value: entered by hand, calculated, of a quarter,
 * released and not collected since, or collected before this was recorded.
 */
export async function provenanceOf(
  { data, timeZone }: Report,
  { definition, period, source, vendorId, collectedAt }: MetricReport,
): Promise<ReportedProvenance | null> {
  if (!isMonth(period) || source !== 'collected' || vendorId === null || collectedAt === null) return null;
  const stored = (await data.provenance(period)).get(definition.key);
  return stored ? { ...stored, ...periodBoundaries(period, timeZone), vendorId } : null;
}
