import type { BookCell, BookSheet } from '#src/files/workbook-writer.ts';
import { numberCell } from './number-cell.ts';
import { layoutOf } from './review-layout.ts';
import { monthHeader, monthSheet, type Row } from './review-sheets.ts';
import type { ReviewYear, YearDefinition } from './review-year.ts';

/** A year before the workbook's own, named by its number: its values as they are stored, without formulas, all locked. */
export function earlierYearSheet(year: ReviewYear): BookSheet {
  const row = (definition: YearDefinition, indent: number, values: readonly BookCell[]): Row => [
    { value: definition.label, indent },
    ...values,
    numberCell(definition, year.total(definition).value),
    numberCell(definition, year.totalBefore(definition).value),
  ];
  const periods = [...year.months, ...year.quarters];
  const metrics = layoutOf(year).lines.map((line): Row => {
    if (line.kind === 'heading') return [{ value: line.text, isBold: true }];
    const { definition } = line;
    return row(
      definition,
      1,
      periods.map((period) => numberCell(definition, year.metric(definition, period))),
    );
  });
  const smartNumbers = year.smartNumbers.map((definition) =>
    row(
      definition,
      1,
      periods.map((period) => numberCell(definition, year.smartNumber(definition, period))),
    ),
  );
  const heading: Row = [{ value: 'SmartNumbers', isBold: true }];
  return monthSheet(year.year, [monthHeader(year), ...metrics, heading, ...smartNumbers]);
}
