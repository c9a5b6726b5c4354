import type { DataSource } from '#src/core/metrics/source.ts';
import type { StoredDerivedValue, StoredMetric } from '#src/core/metrics/stored-value.ts';
import type { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import type { StoredFinding } from './findings.ts';

/** Values of one period by key. */
export type ValuesByKey<Value> = ReadonlyMap<string, Value>;

/** The stored data of a month. Immutable, and cached (src/service/report/snapshots.ts). */
export class MonthRecord {
  readonly kind = 'month';
  readonly month: Month;
  readonly stored: ValuesByKey<StoredMetric>;
  readonly smartNumbers: ValuesByKey<StoredDerivedValue>;
  /** The unresolved ones, including acknowledged ones, oldest first. */
  readonly findings: readonly StoredFinding[];
  readonly isClosed: boolean;
  #isReused = false;
  #values: ValuesByKey<Decimal> | undefined;
  #sources: ValuesByKey<DataSource> | undefined;

  constructor(data: Pick<MonthRecord, 'month' | 'stored' | 'smartNumbers' | 'findings' | 'isClosed'>) {
    this.month = data.month;
    this.stored = data.stored;
    this.smartNumbers = data.smartNumbers;
    this.findings = data.findings;
    this.isClosed = data.isClosed;
  }

  /** Whether more than one request has read it: what is computed of it is worth keeping. */
  get isReused(): boolean {
    return this.#isReused;
  }

  /** Another request reads it. */
  reuse(): void {
    this.#isReused = true;
  }

  /** Of `stored`; made when calculations ask for it, which display does not. */
  get values(): ValuesByKey<Decimal> {
    this.#values ??= new Map(Array.from(this.stored, ([key, { value }]) => [key, value]));
    return this.#values;
  }

  /** Of `stored`. */
  get sources(): ValuesByKey<DataSource> {
    this.#sources ??= new Map(Array.from(this.stored, ([key, { source }]) => [key, source]));
    return this.#sources;
  }
}
