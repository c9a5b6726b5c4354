import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { smartNumberByName } from '#src/core/metrics/smart-number-registry.ts';
import type { Report } from '#src/service/report/report.ts';
import type { StoredThreshold } from '#src/store/thresholds.ts';

/** The thresholds of one metric or SmartNumber. */
export interface ListedThresholds {
  readonly key: string;
  readonly label: string;
  /** The first note of its thresholds. */
  readonly notes: string | null;
  readonly rows: readonly StoredThreshold[];
}

/** The thresholds of an organization by metric, in order of key. */
export function listThresholds({ data }: Report): ListedThresholds[] {
  const stored = data.thresholds();
  const keys = [...new Set(stored.map(({ metric }) => metric))];
  return keys.map((key) => {
    const rows = stored.filter(({ metric }) => metric === key);
    // `lost_mrr`, which is both a metric and a SmartNumber, means the SmartNumber.
    const { label } = smartNumberByName(key) ?? metricStoredAs(key);
    return { key, label, notes: rows.find(({ notes }) => notes !== null)?.notes ?? null, rows };
  });
}
