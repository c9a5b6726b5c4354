import { storableValue } from '#src/core/calculation/calculate.ts';
import { METRIC_FORMULAS } from '#src/core/calculation/lineage.ts';
import { type LockedMonths, storedValue } from '#src/core/change-set.ts';
import { MissingQuickBooksDataError } from '#src/core/errors.ts';
import { type MetricKey, metricOf } from '#src/core/metrics/metric-registry.ts';
import type { MetricChange } from '#src/core/metrics/stored-value.ts';
import type { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import { listed } from '#src/core/words.ts';
import { createInputProblems } from '#src/service/problems.ts';
import type { Scope } from '#src/service/scope.ts';
import { writableMonth } from './change-months.ts';
import { enteredValue, enterIntoMonth } from './enter.ts';

/** Expenses entered by the CFO. */
const FROM_CFO = ['owner_comp', 'owner_comp_taxes'] as const satisfies readonly MetricKey[];
/** Expenses from QuickBooks. */
const FROM_QUICKBOOKS = [
  'total_expenses_qb',
  'payroll_total',
  'product_cogs',
  'uncategorized_expenses',
] as const satisfies readonly MetricKey[];
const REQUIRED = ['total_expenses_qb', 'payroll_total'] as const satisfies readonly MetricKey[];
/** Calculated from both. */
const CALCULATED = ['employee_expense', 'other_expenses', 'total_expenses'] as const satisfies readonly MetricKey[];

type ValuesOf<Keys extends readonly MetricKey[]> = Readonly<Record<Keys[number], Decimal | null>>;

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
 * Enters the CFO's expenses of a month and recalculates (docs/rest-contract.md, POST /expenses/calculate).
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; InvalidPeriodError, PeriodClosedError,
 *   InvalidValueError; MissingQuickBooksDataError where QuickBooks' figures of the month are absent, so that nothing could
 *   be calculated; InvalidInputError with all of these where there are several
 */
export async function calculateExpenses(
  scope: Scope,
  input: { readonly period: string; readonly ownerComp: Decimal; readonly ownerCompTaxes: Decimal },
): Promise<Expenses> {
  const problems = createInputProblems(scope.faults);
  const month = problems.try(() => writableMonth(scope, input.period));
  const amounts = { owner_comp: input.ownerComp, owner_comp_taxes: input.ownerCompTaxes };
  const entered = FROM_CFO.flatMap((key) => {
    const value = problems.try(() => storableValue(metricOf(key), amounts[key], key));
    return value ? [{ key, value }] : [];
  });
  const vendorId = scope.database.vendorIds.manual;
  const outcome = await enterIntoMonth(scope, { month, problems }, (locked, inMonth) => {
    problems.try(() => requireQuickBooks(locked, inMonth));
    return entered.map(({ key, value }) => {
      const after = enteredValue(scope, { value, vendorId, notes: null });
      return { month: inMonth, metric: key, before: storedValue(locked, inMonth, key), after };
    });
  });
  return expensesAfter(outcome, outcome.changes);
}

function requireQuickBooks(locked: LockedMonths, month: Month): void {
  const missing = REQUIRED.filter((key) => !storedValue(locked, month, key)).map((key) => metricOf(key).label);
  if (missing.length === 0) return;
  throw new MissingQuickBooksDataError(`${listed(missing)} of ${month} must be there first`, { field: 'period' });
}

function expensesAfter(
  { locked, month }: { readonly locked: LockedMonths; readonly month: Month },
  changes: readonly MetricChange[],
): Expenses {
  const changed = new Map(changes.filter((each) => each.month === month).map((each) => [each.metric, each.after]));
  const valueAfter = (key: MetricKey): Decimal | null =>
    (changed.has(key) ? changed.get(key) : storedValue(locked, month, key))?.value ?? null;
  const valuesOf = <Keys extends readonly MetricKey[]>(keys: Keys) =>
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
