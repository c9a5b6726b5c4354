import {
  isMonth,
  type Month,
  monthRange,
  monthsOf,
  type Period,
  type PeriodRange,
  previousPeriod,
  type Quarter,
  quarterOf,
  yearBefore,
} from '#src/core/period.ts';
import { loadOrganization, type Report } from '#src/service/report/report.ts';
import { periodsOf, yearEarlier } from '#src/service/report/series.ts';

/** Periods of a sparkline, as in the dashboard. */
const SPARKLINE_PERIODS = 8;

/** What a pack is made of: the report with all its periods loaded, and which those are. */
export interface LoadedPack {
  readonly report: Report;
  readonly period: Period;
  readonly previous: Period;
  readonly yearAgo: Period;
  /** A quarter's months; the month itself. */
  readonly months: readonly Month[];
  readonly previousMonths: readonly Month[];
  /** January of the year up to the end of the period. */
  readonly year: { readonly from: Month; readonly to: Month };
  /** The quarters of the year that have ended with the period. */
  readonly quarters: readonly Quarter[];
  /** The periods of the sparklines, oldest first. */
  readonly recent: readonly Period[];
  /** Every month that the pack prints values of. */
  readonly printedMonths: readonly Month[];
}

/** Loads everything that a pack prints in one statement, and so of one state of the database. @throws OrganizationNotFoundError */
export async function loadPack(report: Report, period: Period): Promise<LoadedPack> {
  const [previous, yearAgo] = [previousPeriod(period), yearBefore(period)];
  const months = monthsOf(period);
  const to = months.at(-1) as Month;
  const year = { from: `${to.slice(0, 4)}-01` as Month, to };
  const ofYear = monthRange(year.from, year.to);
  const recent = recentPeriods(period);
  const periods: Period[] = [...ofYear, ...ofYear.map(quarterOf), ...recent, previous, yearAgo];
  const earlier = yearEarlier(year satisfies PeriodRange);
  await loadOrganization(report, { periods: [...periods, ...periodsOf(earlier)] });
  const quarters = [...new Set(ofYear.map(quarterOf))].filter((quarter) => (monthsOf(quarter).at(-1) as Month) <= to);
  const printed = [...periods, ...periodsOf(earlier)].flatMap((each) => (isMonth(each) ? [each] : monthsOf(each)));
  return {
    ...{ report, period, previous, yearAgo, months, year, quarters, recent },
    previousMonths: monthsOf(previous),
    printedMonths: [...new Set(printed)].filter((month) => month <= to).sort(),
  };
}

function recentPeriods(period: Period): Period[] {
  const periods = [period];
  while (periods.length < SPARKLINE_PERIODS) periods.unshift(previousPeriod(periods[0] as Period));
  return periods;
}
