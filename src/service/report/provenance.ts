import { type Boundaries, isMonth, periodBoundaries } from '#src/core/period.ts';
import type { StoredProvenance } from '#src/store/value-provenance.ts';
import type { MetricReport, Report } from './report.ts';

/** The provenance of a collected value, with the time range of its rows. */
export interface ReportedProvenance extends StoredProvenance, Boundaries {
  readonly vendorId: number;
}

/**
 * The provenance of a month's collected value. Null for any other value: entered, calculated, of a quarter, released and not
 * collected since, or collected before provenance was recorded.
 */
export async function provenanceOf(
  { pages, timeZone }: Report,
  { definition, period, source, vendorId, collectedAt }: MetricReport,
): Promise<ReportedProvenance | null> {
  if (!isMonth(period) || source !== 'collected' || vendorId === null || collectedAt === null) return null;
  const stored = (await pages.provenance(period)).get(definition.key);
  return stored ? { ...stored, ...periodBoundaries(period, timeZone), vendorId } : null;
}
