import type { Decimal } from '#src/core/number.ts';

/** Where a stored value comes from: a vendor's system, a person, or a formula. */
export type DataSource = 'collected' | 'manual' | 'calculated';

/** A month's value with its source, as calculations need it. */
export interface SourcedValue {
  readonly value: Decimal;
  readonly source: DataSource;
}
