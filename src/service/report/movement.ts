import { aggregateMonths } from '#src/core/calculation/computation.ts';
import { leafInputs } from '#src/core/calculation/leaf-inputs.ts';
import { formatChange, formatValue } from '#src/core/metrics/format.ts';
import type { MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { type Decimal, round } from '#src/core/number.ts';
import { monthsOf, type Period, previousPeriod, yearBefore } from '#src/core/period.ts';
import { attributionOf, type ReportedAttribution, type ReportedChange } from './attribution.ts';
import { definitionOf } from './definitions.ts';
import { formulaOf, type MetricReport, type SmartNumberReport } from './report.ts';
import { type Comparison, changeSince, reportSame } from './report-value.ts';
import type { MonthRecord } from './snapshots.ts';

/** An input of a value in two periods: of a quarter its sum, average or last value over the months that the value covers. */
export interface MovedInput {
  readonly definition: MetricDefinition;
  readonly before: InputValue;
  readonly after: InputValue;
  /** Null where either is absent. */
  readonly difference: InputValue | null;
}

/** A value as used, and as displayed. */
export interface InputValue {
  readonly value: Decimal | null;
  readonly formatted: string;
}

/** How a value moved from an earlier period, and what it is computed from moved with it. */
export interface Movement {
  readonly earlier: MetricReport | SmartNumberReport;
  readonly change: ReportedChange;
  /** The absolute change as displayed; null where the values are not comparable. */
  readonly formattedChange: string | null;
  /** The leaves that changed, appeared or disappeared, in the order of the formulas. */
  readonly changed: readonly MovedInput[];
  readonly unchanged: readonly MetricDefinition[];
  /** Without a value in either period. */
  readonly absent: readonly MetricDefinition[];
  /** What each of the changed inputs contributes to the change. */
  readonly attribution: ReportedAttribution;
}

/** The period that a value is compared with. */
export function earlierPeriod(period: Period, since: Comparison): Period {
  return since === 'PREVIOUS' ? previousPeriod(period) : yearBefore(period);
}

/** Compares a value and its leaves with those of an earlier period. Both periods must be loaded. */
export function movementOf(value: MetricReport | SmartNumberReport, since: Comparison): Movement {
  const { definition, period } = value;
  const earlier = reportSame(value, earlierPeriod(period, since));
  const change = changeSince(value, since);
  const inputs = leavesOf(value, earlier).map((key) => movedInput(key, earlier, value));
  const changed = inputs.filter(({ before, after }) => !isSame(before.value, after.value));
  const same = inputs.filter((input) => !changed.includes(input));
  return {
    earlier,
    change,
    formattedChange: change.absolute && formatChange(change.absolute, definition),
    changed,
    unchanged: same.filter(({ after }) => after.value !== null).map((input) => input.definition),
    absent: same.filter(({ after }) => after.value === null).map((input) => input.definition),
    attribution: attributionOf(change),
  };
}

/** Of both periods: a calculated input that was entered by hand in one of them is compared as it is. */
function leavesOf(value: MetricReport | SmartNumberReport, earlier: MetricReport | SmartNumberReport) {
  const keys = value.kind === 'metric' ? [value.definition.key] : (formulaOf(value.definition)?.inputs ?? []);
  return leafInputs(keys, [...recordsOf(earlier), ...recordsOf(value)]);
}

function recordsOf({ report, period }: MetricReport | SmartNumberReport): MonthRecord[] {
  return monthsOf(period).map(report.data.month);
}

function movedInput(
  key: string,
  earlier: MetricReport | SmartNumberReport,
  value: MetricReport | SmartNumberReport,
): MovedInput {
  const definition = definitionOf(key);
  const before = inputOf(definition, earlier);
  const after = inputOf(definition, value);
  const difference = before.value === null ? null : (after.value?.minus(before.value) ?? null);
  return {
    definition,
    before,
    after,
    difference: difference && { value: difference, formatted: formatChange(difference, definition) },
  };
}

/** Over the months that the value covers; without a value over all that have the input. */
function inputOf(definition: MetricDefinition, value: MetricReport | SmartNumberReport): InputValue {
  const isCovered = ({ month }: MonthRecord): boolean => value.months.length === 0 || value.months.includes(month);
  const used = aggregateMonths(definition.key, recordsOf(value).filter(isCovered)).value;
  const rounded = used === null ? null : round(used, definition.places);
  return { value: rounded, formatted: formatValue(rounded, definition) };
}

function isSame(before: Decimal | null, after: Decimal | null): boolean {
  return before === null || after === null ? before === after : before.equals(after);
}
