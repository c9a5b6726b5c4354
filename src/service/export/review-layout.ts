import { METRIC_FORMULAS, SMART_NUMBER_FORMULAS } from '#src/core/calculation/lineage.ts';
import type { MonthCells } from '#src/core/calculation/spreadsheet-formula.ts';
import type { MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { columnName } from '#src/core/transfer/table.ts';
import { SHEETS } from '#src/core/transfer/workbook-sheets.ts';
import type { ReviewYear } from './review-year.ts';

/** Columns of the sheets by month: label, twelve months, four quarters, total, the year before. From 0. */
export const COLUMNS = { label: 0, firstMonth: 1, firstQuarter: 13, total: 17, before: 18 } as const;
const MONTHS = 12;
const MONTHS_OF_QUARTER = 3;

/** A line of the review: a heading or a metric. */
export type ReviewLine =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'metric'; readonly definition: MetricDefinition };

/** Where everything stands. Rows are from 0, beneath one header row. */
export interface ReviewLayout {
  readonly lines: readonly ReviewLine[];
  /** Row of a metric on the review. */
  rowOf(key: string): number;
  /** Row of a metric's or SmartNumber's common months. */
  commonRowOf(kind: 'metric' | 'smartNumber', key: string): number;
  readonly commonKeys: readonly { readonly kind: 'metric' | 'smartNumber'; readonly key: string }[];
}

/** The columns that a range covers: a quarter's months, or the year's. */
export interface ColumnRange {
  readonly first: number;
  readonly last: number;
}

export const YEAR: ColumnRange = { first: COLUMNS.firstMonth, last: COLUMNS.firstMonth + MONTHS - 1 };

/** The months of a quarter. @param index from 0 */
export function quarterColumns(index: number): ColumnRange {
  const first = COLUMNS.firstMonth + index * MONTHS_OF_QUARTER;
  return { first, last: first + MONTHS_OF_QUARTER - 1 };
}

export function layoutOf({ metrics }: ReviewYear): ReviewLayout {
  const categories = [...new Set(metrics.map(({ category }) => category))];
  const lines = categories.flatMap((category): ReviewLine[] => [
    { kind: 'heading', text: category },
    ...metrics
      .filter((definition) => definition.category === category)
      .map((definition) => ({ kind: 'metric', definition }) as const),
  ]);
  const rows = new Map(
    lines.flatMap((line, index) => (line.kind === 'metric' ? [[line.definition.key, index + 1]] : [])),
  );
  const recomputed = metrics.filter(({ key, aggregation }) => aggregation === 'formula' && METRIC_FORMULAS.has(key));
  const commonKeys = [
    ...recomputed.map(({ key }) => ({ kind: 'metric', key }) as const),
    ...[...SMART_NUMBER_FORMULAS.keys()].map((key) => ({ kind: 'smartNumber', key }) as const),
  ];
  const common = new Map(commonKeys.map(({ kind, key }, index) => [`${kind} ${key}`, index + 1]));
  return {
    ...{ lines, commonKeys },
    rowOf: (key) => found(rows.get(key), key),
    commonRowOf: (kind, key) => found(common.get(`${kind} ${key}`), key),
  };
}

function found(row: number | undefined, key: string): number {
  if (row === undefined) throw new RangeError(`${key} has no row`);
  return row;
}

/** Row of a SmartNumber on its sheet, from 0. */
export function smartNumberRow({ smartNumbers }: ReviewYear, key: string): number {
  return smartNumbers.findIndex((each) => each.key === key) + 1;
}

/** A cell of the review, as other sheets name it. */
export function reviewCell(layout: ReviewLayout, key: string, column: number): string {
  return `${SHEETS.review}!${cell(layout.rowOf(key), column)}`;
}

/** The cells of a formula over a range of months. */
export function monthCells(
  layout: ReviewLayout,
  of: { readonly kind: 'metric' | 'smartNumber'; readonly key: string },
  columns: ColumnRange,
): MonthCells {
  const common = layout.commonRowOf(of.kind, of.key);
  const sheet = `'${SHEETS.common}'`;
  return {
    common: `${sheet}!${range(common, columns)}`,
    commonCells: each(columns).map((column) => `${sheet}!${cell(common, column)}`),
    rangeOf: (key) => `${SHEETS.review}!${range(layout.rowOf(key), columns)}`,
    cellsOf: (key) => each(columns).map((column) => reviewCell(layout, key, column)),
  };
}

/** The months of a row as a range, and one by one. */
export function rowCells(
  row: number,
  columns: ColumnRange,
): { readonly range: string; readonly cells: readonly string[] } {
  return { range: range(row, columns), cells: each(columns).map((column) => cell(row, column)) };
}

function each({ first, last }: ColumnRange): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function range(row: number, { first, last }: ColumnRange): string {
  return `${cell(row, first)}:${cell(row, last)}`;
}

function cell(row: number, column: number): string {
  return `${columnName(column)}${row + 1}`;
}
