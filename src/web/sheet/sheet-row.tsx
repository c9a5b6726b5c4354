import { memo } from 'react';
import type { ValueFormat } from '../format.ts';
import { CellText } from './cell-text.tsx';
import { cellId, PREVIOUS_YEAR_COLUMN, TOTAL_COLUMN } from './grid-position.ts';
import { type RowTotal, rowId, type SheetMonth, type SheetRow, type SheetValue } from './sheet-rows.ts';

type SheetRowProps = SheetRow & {
  readonly months: readonly SheetMonth[];
  /** The column of this row that Tab reaches; null where it is in another row. */
  readonly tabStop: number | null;
};

/** A metric or SmartNumber over the year. Rendered anew only where something of it has changed. */
export const SheetRowView = memo(function SheetRowView({ months, tabStop, ...row }: SheetRowProps) {
  const { definition, points, total, previousYear } = row.series;
  const place = (column: number) => ({ row: rowId(row), column, isTabStop: tabStop === column });
  return (
    <tr>
      <th scope="row" title={definition.description}>
        {definition.label}
      </th>
      {(points as readonly SheetValue[]).map((value, column) => (
        <Cell
          key={value.period}
          {...place(column)}
          value={value}
          format={definition.format}
          status={months[column]?.status}
        />
      ))}
      <Cell {...place(TOTAL_COLUMN)} value={total} format={definition.format} />
      <Cell {...place(PREVIOUS_YEAR_COLUMN)} value={previousYear} format={definition.format} />
    </tr>
  );
});

interface CellProps {
  readonly row: string;
  readonly column: number;
  readonly isTabStop: boolean;
  readonly value: SheetValue | RowTotal | null;
  readonly format: ValueFormat;
  /** Of a month. */
  readonly status?: SheetMonth['status'] | undefined;
}

const Cell = memo(function Cell({ row, column, isTabStop, value, format, status }: CellProps) {
  return (
    <td
      id={cellId({ row, column })}
      data-row={row}
      data-column={column}
      data-status={status}
      className={column >= TOTAL_COLUMN ? 'sheet-total' : undefined}
      tabIndex={isTabStop ? 0 : -1}
    >
      {value && !(status === 'FUTURE' && value.value === null) && <CellText value={value} format={format} />}
    </td>
  );
});
