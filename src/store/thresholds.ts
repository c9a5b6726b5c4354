import type { Bound, Threshold, ThresholdType } from '../core/threshold.ts';
import type { Reader } from './database.ts';
import { toDecimal } from './decimal.ts';

export interface StoredThreshold extends Threshold {
  readonly notes: string | null;
  readonly updatedAt: Date;
  readonly updatedBy: string | null;
}

/** All thresholds of an organization, by metric. */
export async function readThresholds(reader: Reader, organizationId: number): Promise<StoredThreshold[]> {
  const rows = await reader.threshold.findMany({
    where: { organizationId },
    orderBy: [{ metricName: 'asc' }, { thresholdType: 'asc' }, { bound: 'asc' }],
  });
  return rows.map((row) => ({
    metric: row.metricName,
    type: row.thresholdType as ThresholdType,
    bound: row.bound as Bound,
    value: toDecimal(row.thresholdValue),
    notes: row.notes,
    updatedAt: row.updatedAt,
    updatedBy: row.updatedBy,
  }));
}
