import { absentLeaves } from '#src/core/calculation/leaf-inputs.ts';
import type { MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { type Month, monthsOf, periodLabel } from '#src/core/period.ts';
import { listed, nounFor, shortened } from '#src/core/words.ts';
import { definitionOf, definitionsOf } from './definitions.ts';
import { formulaOf, type MetricReport, type SmartNumberReport, statusOfPeriod } from './report.ts';
import { explainMetricValue, explainSmartNumberValue } from './report-value.ts';

/** An input that a value lacks. */
export interface MissingInput {
  readonly definition: MetricDefinition;
  /** The months in which it is absent. */
  readonly months: readonly Month[];
}

/** Why a value is absent, or does not cover its whole period. */
export interface Gap {
  /** `absent, because …`, or `partial: …`. */
  readonly reason: string;
  /** What was neither collected nor entered; empty where that is not the reason, such as for a division by zero. */
  readonly missing: readonly MissingInput[];
}

/** Why a value is absent or partial; null where it is neither. */
export function gapOf(value: MetricReport | SmartNumberReport): Gap | null {
  if (value.state === 'EXACT') return null;
  const missing = missingInputsOf(value);
  if (value.state === 'PARTIAL') return { reason: `partial: ${coverageOf(value)}${lacking(value, missing)}`, missing };
  return { reason: `absent, because ${causeOf(value, missing)}`, missing };
}

function missingInputsOf({ report, period, definition, kind }: MetricReport | SmartNumberReport): MissingInput[] {
  const keys = kind === 'metric' ? [definition.key] : (formulaOf(definition)?.inputs ?? []);
  return absentLeaves(keys, monthsOf(period).map(report.data.month)).map(({ key, months }) => ({
    definition: definitionOf(key),
    months: months.map(({ month }) => month),
  }));
}

function coverageOf({ months, period }: MetricReport | SmartNumberReport): string {
  return `computed on ${months.length} of ${monthsOf(period).length} months, ${listed(months.map(periodLabel))}`;
}

function lacking(value: MetricReport | SmartNumberReport, missing: readonly MissingInput[]): string {
  return missing.length === 0 ? '' : `; missing: ${namesOf(value, missing)}`;
}

function causeOf(value: MetricReport | SmartNumberReport, missing: readonly MissingInput[]): string {
  const { report, period, definition } = value;
  const status = statusOfPeriod(report, period);
  if (status === 'FUTURE') return `${periodLabel(period)} has not begun`;
  const [first] = missing;
  const isItself = missing.length === 1 && first?.definition.key === definition.key;
  const inputs = `${nounFor(missing.length, 'an input is', 'inputs are')} missing: ${namesOf(value, missing)}`;
  const collected = isItself ? 'it was neither collected nor entered by hand' : inputs;
  const cause = missing.length > 0 ? collected : obstacleOf(value);
  return status === 'RUNNING' ? `${cause}; the period has not ended` : cause;
}

function obstacleOf(value: MetricReport | SmartNumberReport): string {
  const explanation = value.kind === 'metric' ? explainMetricValue(value) : explainSmartNumberValue(value);
  if (explanation?.obstacle === 'division by zero') return `its formula divides by zero: ${explanation.display}`;
  if (explanation?.obstacle === 'out of range') return 'its result is larger than what is stored';
  const labels = definitionsOf(explanation?.missing ?? []).map(({ label }) => label);
  return labels.length > 0 ? `${listed(labels)} cannot be calculated` : 'no month has all its inputs';
}

/** `Monthly Recurring Revenue (MRR) of May 2026 and June 2026; …`; without the months where they are all of the period. */
function namesOf({ period }: MetricReport | SmartNumberReport, missing: readonly MissingInput[]): string {
  const names = missing.map(({ definition, months }) => {
    const isWhole = months.length === monthsOf(period).length;
    return isWhole ? definition.label : `${definition.label} of ${listed(months.map(periodLabel))}`;
  });
  return shortened(names, '; ');
}
