import { METRIC_FORMULAS, SMART_NUMBER_FORMULAS } from '#src/core/calculation/lineage.ts';
import {
  aggregateFormula,
  commonMonthFormula,
  monthFormula,
  type ResultStyle,
  rangeFormula,
} from '#src/core/calculation/spreadsheet-formula.ts';
import type { MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import type { StoredMetric } from '#src/core/metrics/stored-value.ts';
import { type Decimal, RATIO_PLACES, SMART_NUMBER_INTEGER_DIGITS } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import { SHEETS } from '#src/core/transfer/workbook-sheets.ts';
import type { BookCell, BookSheet } from '#src/files/workbook-writer.ts';
import { numberCell, numberLook } from './number-cell.ts';
import {
  COLUMNS,
  type ColumnRange,
  monthCells,
  quarterColumns,
  type ReviewLayout,
  reviewCell,
  rowCells,
  YEAR,
} from './review-layout.ts';
import type { ReviewYear, YearDefinition } from './review-year.ts';

/** Stored decimals of SmartNumbers, and from which value on they are absent. */
const SMART_NUMBER_STYLE: ResultStyle = { places: RATIO_PLACES, limit: 10 ** SMART_NUMBER_INTEGER_DIGITS };
const WIDTHS = [42, ...Array<number>(12).fill(13), ...Array<number>(4).fill(14), 15, 15];

/** A row of a sheet of months; null cells are empty. */
export type Row = (BookCell | null)[];

/** The review: metrics down, months, quarters, the year and the year before across. */
export function reviewSheet(year: ReviewYear, layout: ReviewLayout): BookSheet {
  const rows = layout.lines.map((line): Row => {
    if (line.kind === 'heading') return [{ value: line.text, isBold: true }];
    const { definition } = line;
    const row = layout.rowOf(definition.key);
    return [
      { value: definition.label, indent: 1 },
      ...year.months.map((month, index) =>
        monthCell(year, layout, { definition, month, column: COLUMNS.firstMonth + index }),
      ),
      ...year.quarters.map((quarter, index) =>
        rangeCell(layout, { definition, row, columns: quarterColumns(index), value: year.metric(definition, quarter) }),
      ),
      rangeCell(layout, { definition, row, columns: YEAR, value: year.total(definition).value }),
      numberCell(definition, year.totalBefore(definition).value),
    ];
  });
  return monthSheet(SHEETS.review, [monthHeader(year), ...rows]);
}

/** SmartNumbers of months and quarters, as formulas over the review. */
export function smartNumberSheet(year: ReviewYear, layout: ReviewLayout): BookSheet {
  const rows = year.smartNumbers.map((definition): Row => {
    const formula = SMART_NUMBER_FORMULAS.get(definition.key);
    if (!formula) throw new RangeError(`${definition.key} has no formula`);
    const over = (columns: ColumnRange, value: Decimal | null) =>
      formulaCell(
        definition,
        value,
        rangeFormula(
          formula,
          SMART_NUMBER_STYLE,
          monthCells(layout, { kind: 'smartNumber', key: definition.key }, columns),
        ),
      );
    return [
      { value: definition.label },
      ...year.months.map((month, index) => {
        const column = COLUMNS.firstMonth + index;
        const text = monthFormula(formula, SMART_NUMBER_STYLE, (key) => reviewCell(layout, key, column));
        return formulaCell(definition, year.smartNumber(definition, month), text);
      }),
      ...year.quarters.map((quarter, index) => over(quarterColumns(index), year.smartNumber(definition, quarter))),
      over(YEAR, year.total(definition).value),
      numberCell(definition, year.totalBefore(definition).value),
    ];
  });
  return monthSheet(SHEETS.smartNumbers, [monthHeader(year), ...rows]);
}

/** For every formula over several months: in which of them all its inputs are present. */
export function commonMonthsSheet(year: ReviewYear, layout: ReviewLayout): BookSheet {
  const rows = layout.commonKeys.map(({ kind, key }): Row => {
    const formula = (kind === 'metric' ? METRIC_FORMULAS : SMART_NUMBER_FORMULAS).get(key);
    if (!formula) throw new RangeError(`${key} has no formula`);
    const isCommon = (month: Month) =>
      formula.inputs.every((input) => {
        const definition = year.metrics.find((each) => each.key === input);
        return definition?.absentIsZero === true || year.stored(input, month) !== null;
      });
    return [
      { value: key },
      ...year.months.map((month, index): BookCell => {
        const text = commonMonthFormula(formula, (input) => reviewCell(layout, input, COLUMNS.firstMonth + index));
        return { value: isCommon(month) ? 1 : 0, formula: text };
      }),
    ];
  });
  return { ...monthSheet(SHEETS.common, [monthHeader(year).slice(0, COLUMNS.firstQuarter), ...rows]), isHidden: true };
}

/** A protected sheet of one page with months across. */
export function monthSheet(name: string, rows: readonly Row[]): BookSheet {
  return { name, rows, widths: WIDTHS, freeze: { rows: 1, columns: 1 }, isProtected: true };
}

/** The row above months, quarters, the year and the year before. */
export function monthHeader({ year, months, quarters, statusOf }: ReviewYear): Row {
  return [
    { value: 'Metric', isBold: true },
    ...months.map((month): BookCell => {
      const isClosed = statusOf(month) === 'CLOSED';
      const value = new Date(`${month}-01T00:00:00Z`);
      return {
        value,
        style: 'month',
        isBold: true,
        isRight: true,
        isShaded: isClosed,
        ...(isClosed && { comment: 'Closed' }),
      };
    }),
    ...quarters.map((quarter): BookCell => ({ value: quarter.slice(-2), isBold: true, isRight: true })),
    { value: 'Total', isBold: true, isRight: true },
    { value: String(Number(year) - 1), isBold: true, isRight: true },
  ];
}

function monthCell(
  year: ReviewYear,
  layout: ReviewLayout,
  {
    definition,
    month,
    column,
  }: { readonly definition: MetricDefinition; readonly month: Month; readonly column: number },
): BookCell | null {
  const stored = year.stored(definition.key, month);
  const status = year.statusOf(month);
  const isShaded = status === 'CLOSED';
  const formula = METRIC_FORMULAS.get(definition.key);
  if (formula && (stored === null || stored.source === 'calculated')) {
    const text = monthFormula(formula, definition, (key) => rowCell(layout, key, column));
    return { ...formulaCell(definition, stored?.value ?? null, text), isShaded };
  }
  const isOpen = status !== 'CLOSED' && status !== 'FUTURE';
  const look = { ...numberLook(definition), isOpen, isShaded };
  if (!stored) return { value: null, ...look };
  return { value: stored.value.toNumber(), ...look, comment: originText(stored, formula !== undefined) };
}

function rowCell(layout: ReviewLayout, key: string, column: number): string {
  return rowCells(layout.rowOf(key), { first: column, last: column }).cells[0] ?? '';
}

function originText({ source, enteredBy, collectedAt, notes }: StoredMetric, isOverFormula: boolean): string {
  const lines = [
    source === 'manual' ? `Entered by ${enteredBy ?? 'hand'}${isOverFormula ? ' over the formula' : ''}` : 'Collected',
    ...(source === 'collected' && collectedAt
      ? [`${collectedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`]
      : []),
    ...(notes ? [notes] : []),
  ];
  return lines.join('\n');
}

function rangeCell(
  layout: ReviewLayout,
  given: {
    readonly definition: MetricDefinition;
    readonly row: number;
    readonly columns: ColumnRange;
    readonly value: Decimal | null;
  },
): BookCell | null {
  const { definition, row, columns, value } = given;
  const { key, aggregation } = definition;
  // The months of a metric that is not of the registry are not aggregated.
  if (definition.custom) return null;
  const formula = METRIC_FORMULAS.get(key);
  const text =
    aggregation === 'formula' && formula
      ? rangeFormula(formula, definition, monthCells(layout, { kind: 'metric', key }, columns))
      : aggregateFormula(aggregation === 'formula' ? 'last' : aggregation, definition, rowCells(row, columns));
  return formulaCell(definition, value, text);
}

function formulaCell(definition: YearDefinition, value: Decimal | null, formula: string): BookCell {
  return { value: value?.toNumber() ?? '', formula, ...numberLook(definition) };
}
