import type { Provenance } from '#src/core/collection/provenance.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import { type Decimal, round } from '#src/core/number.ts';
import { type Month, periodDates } from '#src/core/period.ts';
import { shortened } from '#src/core/words.ts';
import { coversAccount } from './account-mapping.ts';
import type { BalanceLine } from './balance-sheet.ts';
import type { BankAccount, FurtherMetric } from './further-readings.ts';
import { moneyText, sum } from './money.ts';
import type { OverdueReading } from './receivables-aging.ts';

/** A value that the books give beside the statement, with what it is made of. */
export interface FurtherValue {
  readonly month: Month;
  readonly metric: FurtherMetric;
  readonly value: Decimal;
  readonly provenance: Provenance;
  /** What a person should know, in sentences. */
  readonly notes: readonly string[];
}

/** The balances of the chosen bank accounts at a month's end. QuickBooks leaves out accounts of 0. */
export function cashReserve(
  month: Month,
  { lines, accounts }: { readonly lines: readonly BalanceLine[]; readonly accounts: readonly BankAccount[] },
): FurtherValue {
  const counted = lines.filter((line) => accounts.some((entry) => coversAccount(entry, line)));
  const missing = accounts.filter((entry) => !lines.some((line) => coversAccount(entry, line)));
  const named = counted.map(({ account, number, amount }) => {
    return `${number === null ? account : `${number} ${account}`} ${moneyText(amount)}`;
  });
  const notes = missing.map(({ account }) => `${account} is not in the balance sheet and counts as 0.`);
  const filter = named.length === 0 ? 'Balances of the chosen bank accounts' : `Balances: ${shortened(named, ' + ')}`;
  return furtherValue('cash_reserve', month, sum(counted.map(({ amount }) => amount)), {
    ...{ filter, rowsCounted: counted.length, snapshotDate: periodDates(month).last, notes },
  });
}

/** What customers owe for more than 90 days at a month's end. */
export function overdueReceivables(
  month: Month,
  { amount, customers, columns }: Extract<OverdueReading, { refusal: null }>,
): FurtherValue {
  const of = columns.length > 0 ? ` (${columns.join(', ')})` : '';
  return furtherValue('ar_over_90_days', month, amount, {
    filter: `Customers with receivables of more than 90 days${of}, by the A/R aging summary`,
    ...{ rowsCounted: customers, snapshotDate: periodDates(month).last, notes: [] },
  });
}

/** A closed month's expenses. */
export interface ClosedExpenses {
  readonly month: Month;
  readonly value: Decimal;
}

/** How many closed months the average is of. */
export const AVERAGED_MONTHS = 12;

/** The average expenses of the last twelve closed months before a month; null where there are fewer. */
export function averageMonthlyExpenses(month: Month, closed: readonly ClosedExpenses[]): FurtherValue | null {
  const last = closed
    .filter((each) => each.month < month)
    .sort((one, other) => (one.month < other.month ? -1 : 1))
    .slice(-AVERAGED_MONTHS);
  if (last.length < AVERAGED_MONTHS) return null;
  const average = sum(last.map(({ value }) => value)).dividedBy(AVERAGED_MONTHS);
  const { label } = metricStoredAs('total_expenses_qb');
  return furtherValue('average_monthly_expenses', month, average, {
    filter: `${label} of the last ${AVERAGED_MONTHS} closed months, ${last[0]?.month} to ${last.at(-1)?.month}, averaged`,
    ...{ rowsCounted: last.length, snapshotDate: null, notes: [] },
  });
}

function furtherValue(
  metric: FurtherMetric,
  month: Month,
  value: Decimal,
  { notes, ...provenance }: Omit<Provenance, 'exclusions'> & Pick<FurtherValue, 'notes'>,
): FurtherValue {
  const rounded = round(value, metricStoredAs(metric).places);
  return { month, metric, value: rounded, provenance: { ...provenance, exclusions: [] }, notes };
}
