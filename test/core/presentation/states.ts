import { type DerivedNumber, deriveMonth, deriveQuarter } from '#src/core/derivation/derive.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import { isMonth, type Month, monthsOf, type Period } from '#src/core/period.ts';
import type { PresentedRules, PresentedState, PresentedValue } from '#src/core/presentation/content.ts';
import { canonicalValue } from '#src/service/canonical-json.ts';

export type Leaves = Readonly<Record<string, string>>;
/** Formula texts of a registry that is not the program's, by key of a metric, or of a SmartNumber after `kpi:`. */
export type OtherFormulas = Readonly<Record<string, string>>;

const NO_RULES: Omit<PresentedRules, 'months'> = {
  timeZone: 'America/Chicago',
  boards: ['Help Desk'],
  closedStatuses: ['Closed'],
  devices: { endpointExcludedClasses: ['VMWARE_VM_GUEST'], seatExcludedClasses: [], internalOrganizations: [] },
  closingDate: null,
  thresholds: [],
};

/** What a program with these formulas stores of months with these leaves. */
export function stateFrom(
  period: Period,
  months: Readonly<Record<string, Leaves>>,
  {
    formulas = {},
    rules = {},
    collected = [],
  }: {
    readonly formulas?: OtherFormulas;
    readonly rules?: Partial<PresentedRules>;
    /** Keys that a vendor gives. */
    readonly collected?: readonly string[];
  } = {},
): PresentedState {
  const values = monthsOf(period).flatMap((month) =>
    Object.entries(months[month] ?? {}).map(([key, value]) => {
      return {
        ...ABSENT,
        key,
        period: month as Period,
        value,
        source: collected.includes(key) ? 'collected' : 'manual',
      } as PresentedValue;
    }),
  );
  const ofMonths = monthsOf(period).map((month) => ({ month, statement: null, mapping: null, snapshot: null }));
  const state: PresentedState = {
    period,
    months: monthsOf(period),
    metrics: METRICS,
    smartNumbers: SMART_NUMBERS,
    values,
    rules: { ...NO_RULES, months: ofMonths, ...rules },
  };
  return underFormulas(state, formulas);
}

const ABSENT: PresentedValue = {
  ...{ kind: 'metric', key: '', period: '2025-01' as Month, value: null, display: '—', state: 'NO_DATA', months: [] },
  ...{ status: 'NONE', source: null, vendor: null, enteredBy: null, notes: null, collectedAt: null, updatedAt: null },
};

/** The same leaves as a program with other formulas stores them, recalculated. */
export function underFormulas(state: PresentedState, formulas: OtherFormulas): PresentedState {
  const metrics = state.metrics.map((each) => ({ ...each, formula: formulas[each.key] ?? each.formula }));
  const smartNumbers = state.smartNumbers.map((each) => ({
    ...each,
    formula: formulas[`kpi:${each.key}`] ?? each.formula,
  }));
  const leaves = state.values.filter(({ kind, source, period }) => {
    return kind === 'metric' && source !== null && source !== 'calculated' && isMonth(period);
  });
  const months = state.months.map((month) => ({
    month,
    leaves: new Map(
      leaves.flatMap(({ key, period, value }) => (period === month && value !== null ? [[key, value]] : [])),
    ),
  }));
  const rules = { metrics, smartNumbers };
  const derivations = [
    ...(isMonth(state.period) ? [] : [{ period: state.period as Period, of: deriveQuarter(rules, months) }]),
    ...months.map((each) => ({ period: each.month as Period, of: deriveMonth(rules, each) })),
  ];
  const place = ({ kind, key, period }: Pick<PresentedValue, 'kind' | 'key' | 'period'>) => `${kind} ${key} ${period}`;
  const known = new Map([...state.values, ...leaves].map((each) => [place(each), each]));
  const presentedAs = (
    kind: PresentedValue['kind'],
    period: Period,
    [key, number]: [string, DerivedNumber],
  ): PresentedValue => {
    const before = known.get(place({ kind, key, period })) ?? { ...ABSENT, kind, key, period };
    const isLeaf = isMonth(period) && kind === 'metric' && before.source !== null && before.source !== 'calculated';
    if (isLeaf) return { ...before, display: number.display, months: number.months };
    const { value, display, months: computedOn } = number;
    return { ...before, value, display, months: computedOn, source: value === null ? null : 'calculated' };
  };
  const values = derivations.flatMap(({ period, of }) => [
    ...[...of.smartNumbers].map((each) => presentedAs('smartNumber', period, each)),
    ...[...of.metrics].map((each) => presentedAs('metric', period, each)),
  ]);
  return canonicalValue({ ...state, metrics, smartNumbers, values });
}
