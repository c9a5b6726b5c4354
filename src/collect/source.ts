import type { Provenance } from '#src/core/collection/provenance.ts';
import type { MetricKey } from '#src/core/metrics/metric-registry.ts';
import type { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';

/** A read of a vendor's system. */
export interface ReadRequest {
  readonly months: readonly Month[];
  /** IANA zone whose local midnights bound the months. */
  readonly timeZone: string;
  /** Stops the read: the run's time budget is used up, or the program is closing. */
  readonly signal: AbortSignal;
  /** Called after each step; `total` may grow. */
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
}

/** A vendor's values of one month. */
export interface MonthReading {
  /** Metric key → exact value. Absent metrics are not in the map. */
  readonly values: ReadonlyMap<MetricKey, Decimal>;
  /** Sentences for a person: rows counted, and rows left out by rule. */
  readonly notes: readonly string[];
  /** The provenance of the values by metric key, if known. */
  readonly provenance?: ReadonlyMap<MetricKey, Provenance>;
}
