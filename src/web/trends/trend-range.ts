import { isPeriod, isQuarter, lastMonthOf, type PeriodKey, periodsBefore, quarterOf } from '#src/web/values/period.ts';

export type TrendKind = 'month' | 'quarter';
export type ChartForm = 'line' | 'bar';

/** What the address bar asks for. */
export interface TrendAddress {
  /** Names of series, as in the address: a SmartNumber's or metric's key, or `metric:` and a key that both have. */
  readonly names: readonly string[];
  readonly kind: TrendKind;
  readonly from: PeriodKey;
  readonly to: PeriodKey;
  readonly form: ChartForm;
  readonly isYearOverYear: boolean;
}

/** As many series as can still be told apart. */
export const MAX_SERIES = 8;

const DEFAULT_NAMES = ['net_profit'];
const DEFAULT_LENGTH: Record<TrendKind, number> = { month: 13, quarter: 8 };
const PERIODS_PER_YEAR: Record<TrendKind, number> = { month: 12, quarter: 4 };

/**
 * What the parameters of the address ask for; what they do not say is as usual: eight quarters or thirteen months.
 * @param newest the newest month or quarter that has a value
 */
export function trendAddress(parameters: URLSearchParams, newest: PeriodKey): TrendAddress {
  const kind = parameters.get('kind') === 'month' ? 'month' : 'quarter';
  const to = periodOf(parameters.get('to'), kind) ?? ofKind(newest, kind);
  const from = periodOf(parameters.get('from'), kind) ?? periodsBefore(to, DEFAULT_LENGTH[kind] - 1);
  const keys = parameters.get('keys');
  return {
    names: keys === null ? DEFAULT_NAMES : [...new Set(keys.split(',').filter(Boolean))],
    kind,
    from,
    to,
    form: parameters.get('chart') === 'bar' ? 'bar' : 'line',
    isYearOverYear: parameters.get('yoy') === '1',
  };
}

/** The month or quarter of a period: of a quarter its last month. */
export function ofKind(period: PeriodKey, kind: TrendKind): PeriodKey {
  return kind === 'month' ? lastMonthOf(period) : quarterOf(period);
}

/** The same period a year earlier. */
export function yearBefore(period: PeriodKey): PeriodKey {
  return periodsBefore(period, PERIODS_PER_YEAR[isQuarter(period) ? 'quarter' : 'month']);
}

function periodOf(text: string | null, kind: TrendKind): PeriodKey | null {
  return isPeriod(text) ? ofKind(text, kind) : null;
}
