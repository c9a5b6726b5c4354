import { calculateMonth } from '#src/core/calculation/calculate.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import type { SourcedValue } from '#src/core/metrics/source.ts';
import type { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import type { AccountMapping } from './account-mapping.ts';
import { BOOKS_METRICS, type MappedStatement, type ReconcilingItem, reconcilingItems } from './mapped-metrics.ts';
import { sum, ZERO } from './money.ts';
import { sumStatement } from './statement.ts';

/** What a value entered by hand adds to net profit. */
export interface OverrideEffect {
  readonly metric: string;
  readonly amount: Decimal;
}

/** Net profit beside the statement's Net Income, with all that lies between them. */
export interface BooksTieOut {
  readonly netProfit: Decimal;
  readonly netIncome: Decimal;
  readonly items: readonly ReconcilingItem[];
  /** The fifth item, by metric; without those that have no effect, such as an owner's compensation. */
  readonly overrides: readonly OverrideEffect[];
  /** netProfit − netIncome − items − overrides: 0, or an error. */
  readonly remainder: Decimal;
}

/** They cancel out of net profit, and may be absent while it is tied out. */
const CANCEL_OUT: readonly string[] = ['owner_comp', 'owner_comp_taxes', 'payroll_total', 'nrr', 'mrr', 'orr'];

/**
 * Ties the review to the books. Net profit comes from the formulas of the registry, the items
 * from the statement, so that neither can hide a fault of the other.
 * @param entered the month's values entered by hand
 * @param netProfit the stored one; null where it is absent, since a formula's other inputs are missing
 */
export function booksTieOut(
  month: Month,
  mapped: MappedStatement,
  {
    mapping,
    entered,
    netProfit,
  }: {
    readonly mapping: AccountMapping;
    readonly entered: ReadonlyMap<string, Decimal>;
    readonly netProfit: Decimal | null;
  },
): BooksTieOut {
  const values = new Map<string, SourcedValue>(CANCEL_OUT.map((key) => [key, { value: ZERO, source: 'collected' }]));
  for (const metric of BOOKS_METRICS) {
    const value = mapped.values.get(metric);
    if (value) values.set(metric, { value, source: 'collected' });
  }
  const { overrides, result } = overrideEffects(month, values, entered);
  const { netIncome } = sumStatement(mapped.lines.map(({ line }) => line));
  const items = reconcilingItems(mapped, mapping);
  const stored = netProfit ?? result;
  const explained = sum([netIncome, ...items.map(({ amount }) => amount), ...overrides.map(({ amount }) => amount)]);
  return { netProfit: stored, netIncome, items, overrides, remainder: stored.minus(explained) };
}

/** One override after the other, in the order of the registry: what each adds to net profit. */
function overrideEffects(
  month: Month,
  books: ReadonlyMap<string, SourcedValue>,
  entered: ReadonlyMap<string, Decimal>,
): { readonly overrides: readonly OverrideEffect[]; readonly result: Decimal } {
  const values = new Map(books);
  const net = () => calculateMonth(month, values).values.get('net_profit') ?? ZERO;
  const overrides: OverrideEffect[] = [];
  let result = net();
  for (const { key } of METRICS) {
    const value = entered.get(key);
    if (!value) continue;
    values.set(key, { value, source: 'manual' });
    const next = net();
    if (!next.equals(result)) overrides.push({ metric: key, amount: next.minus(result) });
    result = next;
  }
  return { overrides, result };
}
