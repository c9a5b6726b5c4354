import type { Provenance } from '#src/core/collection/provenance.ts';
import type { MetricKey } from '#src/core/metrics/metric-registry.ts';
import type { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';

/** What a read of a vendor's system is asked for. */
export interface ReadRequest {
  readonly months: readonly Month[];
  /** IANA zone whose local midnights bound the months. */
  readonly timeZone: string;
  /** Ends the read: the run's total time budget, or the program closing. */
  readonly signal: AbortSignal;
  /** Called as the read advances; `done` of `total` steps, `total` may grow. */
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
}

/** What a vendor says of one month. */
export interface MonthReading {
  /** Metric key → exact value. A metric the vendor has no value for is not in the map. */
  readonly values: ReadonlyMap<MetricKey, Decimal>;
  /** Whole sentences for a person: rows counted, exclusions by rule, what was left out and why. */
  readonly notes: readonly string[];
  /** How each of the values came about, by metric key; a vendor need not say. */
  readonly provenance?: ReadonlyMap<MetricKey, Provenance>;
}
