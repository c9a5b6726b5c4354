import { namesIn } from '#src/core/derivation/formula-text.ts';
import { formatValue, type Style } from '#src/core/metrics/format.ts';
import {
  type Aggregation,
  type MetricDefinition,
  type MetricKey,
  metricOf,
} from '#src/core/metrics/metric-registry.ts';
import type { SmartNumberDefinition } from '#src/core/metrics/smart-number-registry.ts';
import { Decimal, RATIO_PLACES } from '#src/core/number.ts';
import { type Period, periodLabel } from '#src/core/period.ts';
import type { Block, Text } from '#src/files/text-document.ts';
import type { ExampleQuarter } from './example-quarter.ts';

/** What a worked example is of. */
export type Explained =
  | { readonly kind: 'metric'; readonly definition: MetricDefinition }
  | { readonly kind: 'smartNumber'; readonly definition: SmartNumberDefinition };

/** How a row of an example comes to its quarter. */
const OVER_QUARTER: Readonly<Record<Aggregation, string>> = {
  sum: 'sum',
  average: 'average',
  last: 'last month',
  formula: 'formula',
};
const PLAIN: Style = { format: 'number', places: RATIO_PLACES };

/** The worked example of a value: inputs and result, month by month and over the quarter, as somebody computes them by hand. */
export function workedExample(explained: Explained, own: ExampleQuarter, sample: ExampleQuarter): Block[] {
  const example = isWhole(explained, own) ? own : sample;
  const { definition } = explained;
  const inputs = inputsOf(explained);
  const rows = [...inputs.map((input) => inputRow(input, example)), ...resultRows(explained, example)];
  const label = periodLabel(example.quarter);
  const ofWhom = example.isSample ? `sample numbers of ${label}` : `the stored numbers of ${label}`;
  return [
    { kind: 'paragraph', text: `Worked example, with ${ofWhom}:` },
    {
      kind: 'table',
      caption: `Worked example of ${definition.label}: ${ofWhom}`,
      columns: [
        { label: 'Value' },
        ...example.months.map((month) => ({ label: periodLabel(month), isNumeric: true })),
        { label: 'Over the quarter' },
        { label: label, isNumeric: true },
      ],
      rows,
    },
  ];
}

/** The metrics of the formula; none for a value that is not calculated. */
export function inputsOf({ definition }: Explained): readonly MetricDefinition[] {
  return definition.formula === null ? [] : namesIn(definition.formula).map((key) => metricOf(key as MetricKey));
}

/** Whether all months and the quarter have the value and what it is calculated from; an input that counts as 0 may be absent. */
function isWhole(explained: Explained, { quarter, months, valueOf: of }: ExampleQuarter): boolean {
  const { kind, definition } = explained;
  const periods: readonly Period[] = [...months, quarter];
  const isCounted = kind === 'metric' && definition.absentIsZero;
  const hasInputs = inputsOf(explained).every(
    ({ key, absentIsZero }) => absentIsZero || periods.every((period) => of('metric', key, period) !== null),
  );
  const hasResult = periods.every((period) => of(kind, definition.key, period) !== null);
  return hasInputs && (hasResult || isCounted);
}

function inputRow(metric: MetricDefinition, example: ExampleQuarter): Text[] {
  const cell = (period: Period) => textOf(example.valueOf('metric', metric.key, period), metric);
  const how = metric.absentIsZero
    ? `${OVER_QUARTER[metric.aggregation]}, absent = 0`
    : OVER_QUARTER[metric.aggregation];
  return [[{ code: metric.key }], ...example.months.map(cell), how, cell(example.quarter)];
}

/** The value itself as it is shown and, where that has fewer places, as it is stored. */
function resultRows({ kind, definition }: Explained, example: ExampleQuarter): Text[][] {
  const places = kind === 'metric' ? definition.places : RATIO_PLACES;
  const how = kind === 'smartNumber' ? 'formula' : OVER_QUARTER[definition.aggregation];
  const row = (state: string, style: Style): Text[] => {
    const cell = (period: Period) => textOf(example.valueOf(kind, definition.key, period), style);
    return [[{ code: definition.key }, state], ...example.months.map(cell), how, cell(example.quarter)];
  };
  const isRounded = definition.format === 'percentage' || kind === 'smartNumber';
  if (!isRounded) return [row(definition.formula === null ? '' : ', result', { ...definition, places })];
  return [row(', stored', PLAIN), row(', shown', definition)];
}

function textOf(value: string | null, style: Style): string {
  return formatValue(value === null ? null : new Decimal(value), style);
}
