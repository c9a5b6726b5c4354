import type { EvidenceRow } from '#src/core/collection/evidence.ts';
import type { Provenance } from '#src/core/collection/provenance.ts';
import type { RemovalReason } from '#src/core/collection/tie-out.ts';
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
  /** The rows that the values were counted from by metric key, if known. */
  readonly evidence?: ReadonlyMap<MetricKey, RowsRead>;
  /** Why the vendor was not asked for this month now, in words: it keeps no history. Absent where it was. */
  readonly notAsked?: string;
}

/** The rows of a value. */
export interface RowsRead {
  /** Those that count. */
  readonly rows: readonly EvidenceRow[];
  /** Those that were read and do not count, with the reason that holds for one that did. */
  readonly leftOut: ReadonlyMap<number, RemovalReason>;
}

/** A row that a value was counted from and that its vendor no longer lists. */
export interface MissingRow {
  readonly month: Month;
  readonly metric: MetricKey;
  readonly id: number;
}

/** Gives the reason why a row is missing. */
export type ReasonOf = (row: MissingRow) => RemovalReason;

/** Asks a vendor for missing rows. */
export interface MissingRequest extends Pick<ReadRequest, 'timeZone' | 'signal'> {
  /** The most urgent ones first; the vendor is not asked for more than it is good for. */
  readonly rows: readonly MissingRow[];
}
