import type { MetricKey } from '#src/core/metrics/metric-registry.ts';
import { Decimal, Fraction, toFraction } from '#src/core/number.ts';

/** A row of a vendor that a collected value was counted from. */
export interface EvidenceRow {
  /** The vendor's. */
  readonly id: number;
  /** What it adds to the value: the hours of a time entry; null where each row counts as one. */
  readonly amount: Decimal | null;
}

/** What a metric of rows is counted from. */
export type RowKind = 'ticket' | 'time entry';

const ROW_KINDS: Partial<Record<string, RowKind>> = {
  reactive_tickets_created: 'ticket',
  reactive_tickets_closed: 'ticket',
  reactive_time_spent: 'time entry',
} satisfies Partial<Record<MetricKey, RowKind>>;

/** What the rows of a metric are; null for a metric that is not counted from rows. */
export function rowKindOf(metric: string): RowKind | null {
  return ROW_KINDS[metric] ?? null;
}

/** Evidence as canonical JSON (RFC 8785): `[id]` or `[id, "amount"]` of each row, sorted by id. */
export function canonicalRows(rows: readonly EvidenceRow[]): string {
  const sorted = rows.toSorted((a, b) => a.id - b.id);
  return JSON.stringify(sorted.map(({ id, amount }) => (amount === null ? [id] : [id, amount.toFixed()])));
}

/** The rows of `canonicalRows`. */
export function parseRows(json: string): EvidenceRow[] {
  const rows = JSON.parse(json) as readonly (readonly [id: number, amount?: string])[];
  return rows.map(([id, amount]) => ({ id, amount: amount === undefined ? null : new Decimal(amount) }));
}

/** The exact sum of the amounts; null for rows without. */
export function sumOf(rows: readonly EvidenceRow[]): Fraction | null {
  const amounts = rows.flatMap(({ amount }) => amount ?? []);
  if (amounts.length === 0) return null;
  return amounts.reduce((sum, amount) => sum.add(toFraction(amount)), new Fraction(0));
}
