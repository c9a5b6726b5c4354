import { requirePermission } from '#src/auth/permissions.ts';
import { storableValue } from '#src/core/calculation/calculate.ts';
import { METRIC_FORMULAS } from '#src/core/calculation/lineage.ts';
import { MissingQuickBooksDataError } from '#src/core/errors.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import { createInputProblems } from '#src/service/problems.ts';
import type { MetricChange } from '#src/store/monthly-metrics.ts';
import { changeMonth, type WriteContext, writableMonth } from './enter.ts';
import type { MonthsInHand } from './write-months.ts';

/** What the CFO supplies of a month's expenses. */
const FROM_CFO = ['owner_comp', 'owner_comp_taxes'] as const;
/** What QuickBooks supplies; the first two are what the calculation cannot do without. */
const FROM_QUICKBOOKS = ['total_expenses_qb', 'payroll_total', 'product_cogs', 'uncategorized_expenses'] as const;
const NEEDED = ['total_expenses_qb', 'payroll_total'] as const;
/** What follows from both. */
const CALCULATED = ['employee_expense', 'other_expenses', 'total_expenses'] as const;

type ValuesOf<Keys extends readonly string[]> = Readonly<Record<Keys[number], Decimal | null>>;

/** A month's expenses after the CFO's figures have been stored; null is absent. */
export interface Expenses {
  readonly month: Month;
  readonly fromQuickBooks: ValuesOf<typeof FROM_QUICKBOOKS>;
  readonly fromCfo: ValuesOf<typeof FROM_CFO>;
  readonly calculated: ValuesOf<typeof CALCULATED>;
  readonly formulas: Readonly<Record<(typeof CALCULATED)[number], string>>;
  /** Keys of the metrics whose values were stored or recalculated. */
  readonly changed: readonly string[];
}

/**
 * Stores what the CFO supplies of a month's expenses by hand, and recalculates (rest-contract.md, POST /expenses/calculate).
 * @throws UnauthenticatedError, ForbiddenError, InvalidPeriodError, OrganizationNotFoundError, PeriodClosedError,
 *   InvalidValueError; MissingQuickBooksDataError where QuickBooks' figures of the month are not there, so that nothing
 *   could be calculated; InvalidInputError where several things are wrong
 */
export async function calculateExpenses(
  context: WriteContext,
  input: { readonly period: string; readonly ownerComp: Decimal; readonly ownerCompTaxes: Decimal },
): Promise<Expenses> {
  requirePermission(context.viewer, 'metrics:write');
  const problems = createInputProblems();
  const month = problems.try(() => writableMonth(context, input.period));
  const given = { owner_comp: input.ownerComp, owner_comp_taxes: input.ownerCompTaxes };
  const entered = FROM_CFO.flatMap((key) => {
    const value = problems.try(() => storableValue(metricStoredAs(key), given[key], key));
    return value ? [{ key, value }] : [];
  });
  const { outcome, result } = await changeMonth(context, { month, problems }, (inHand, inMonth) => {
    problems.try(() => requireQuickBooks(inHand, inMonth));
    const changes = entered.map(({ key, value }) => enteredChange(context, { inHand, month: inMonth, key, value }));
    return { changes, cause: 'entry', action: 'metrics.entered', result: { inHand, month: inMonth } };
  });
  return expensesAfter(result, outcome.changes);
}

function requireQuickBooks(inHand: MonthsInHand, month: Month): void {
  const missing = NEEDED.filter((key) => !inHand.stored(month, key)).map((key) => metricStoredAs(key).label);
  if (missing.length === 0) return;
  throw new MissingQuickBooksDataError(`${missing.join(' and ')} of ${month} must be there first`, { field: 'period' });
}

function enteredChange(
  { database, actor }: WriteContext,
  { inHand, month, key, value }: { inHand: MonthsInHand; month: Month; key: string; value: Decimal },
): MetricChange {
  const before = inHand.stored(month, key);
  const vendorId = database.vendorIds.manual;
  const after = { value, source: 'manual' as const, vendorId, collectedAt: null, enteredBy: actor, notes: null };
  return { month, metric: key, before, after };
}

function expensesAfter(
  { inHand, month }: { readonly inHand: MonthsInHand; readonly month: Month },
  changes: readonly MetricChange[],
): Expenses {
  const changed = new Map(changes.filter((each) => each.month === month).map((each) => [each.metric, each.after]));
  const valueAfter = (key: string): Decimal | null =>
    (changed.has(key) ? changed.get(key) : inHand.stored(month, key))?.value ?? null;
  const valuesOf = <Keys extends readonly string[]>(keys: Keys) =>
    Object.fromEntries(keys.map((key) => [key, valueAfter(key)])) as ValuesOf<Keys>;
  const formulas = Object.fromEntries(CALCULATED.map((key) => [key, METRIC_FORMULAS.get(key)?.text ?? '']));
  return {
    month,
    fromQuickBooks: valuesOf(FROM_QUICKBOOKS),
    fromCfo: valuesOf(FROM_CFO),
    calculated: valuesOf(CALCULATED),
    formulas: formulas as Expenses['formulas'],
    changed: [...changed.keys()],
  };
}
