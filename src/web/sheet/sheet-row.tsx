import { memo, type ReactNode, useState } from 'react';
import type { ExplainedNumber } from '#src/web/explanation/explained-number.ts';
import { HintedValue } from '#src/web/explanation/explained-value.tsx';
import { CellEditor } from './cell-editor.tsx';
import { CellText } from './cell-text.tsx';
import { draftPlace } from './drafts.ts';
import { useDraft } from './entry-context.ts';
import { targetInRow } from './entry-target.ts';
import { cellId, PREVIOUS_YEAR_COLUMN, TOTAL_COLUMN } from './grid-position.ts';
import {
  type MetricSeries,
  type RowTotal,
  rowId,
  type SheetMonth,
  type SheetRow,
  type SheetValue,
} from './sheet-rows.ts';

type SheetRowProps = SheetRow & {
  readonly months: readonly SheetMonth[];
  /** The column of this row that Tab reaches; null if it is in another row. */
  readonly tabStop: number | null;
  /** The column of this row being edited; null if none is. */
  readonly editing: number | null;
  /** The columns that changed recently. */
  readonly changed: ReadonlySet<number> | undefined;
};

/** A metric or SmartNumber over the year. Rerendered only when it has changed. */
export const SheetRowView = memo(function SheetRowView({ months, tabStop, editing, changed, ...row }: SheetRowProps) {
  const { definition, points, total, previousYear } = row.series;
  const cell = (column: number, value: SheetValue | RowTotal | null, month?: SheetMonth) => (
    <Cell
      key={column}
      row={rowId(row)}
      column={column}
      isTabStop={tabStop === column}
      isChanged={changed?.has(column) ?? false}
      status={month?.status}
      of={month && editing !== column ? { kind: row.kind, key: definition.key, period: month.period } : null}
    >
      {row.kind === 'metric' && month ? (
        <MetricCell series={row.series} month={month} column={column} isEditing={editing === column} />
      ) : (
        value && <CellText value={value} format={definition.format} isFuture={month?.status === 'FUTURE'} />
      )}
    </Cell>
  );
  return (
    <tr>
      <th scope="row" title={definition.description}>
        {definition.label}
      </th>
      {months.map((month, column) => cell(column, points[column] ?? null, month))}
      {cell(TOTAL_COLUMN, total)}
      {cell(PREVIOUS_YEAR_COLUMN, previousYear)}
    </tr>
  );
});

interface CellProps {
  readonly row: string;
  readonly column: number;
  readonly isTabStop: boolean;
  readonly isChanged: boolean;
  /** Of a month. */
  readonly status: SheetMonth['status'] | undefined;
  /** The number to explain on hover; null for totals, which the bar explains, and while the cell is edited. */
  readonly of: ExplainedNumber | null;
  readonly children: ReactNode;
}

function Cell({ row, column, isTabStop, isChanged, status, of, children }: CellProps) {
  // Mounted on hover, because 700 explanations would make the sheet slow to open.
  const [isPointedAt, setPointedAt] = useState(false);
  return (
    <td
      id={cellId({ row, column })}
      data-row={row}
      data-column={column}
      data-status={status}
      data-changed={isChanged || undefined}
      className={column >= TOTAL_COLUMN ? 'sheet-total' : undefined}
      tabIndex={isTabStop ? 0 : -1}
      onPointerEnter={({ pointerType }) => pointerType === 'mouse' && setPointedAt(true)}
    >
      {isPointedAt && of ? <HintedValue of={of}>{children}</HintedValue> : children}
    </td>
  );
}

interface MetricCellProps {
  readonly series: MetricSeries;
  readonly month: SheetMonth;
  readonly column: number;
  readonly isEditing: boolean;
}

/** A metric's value in a month: the draft if there is one, else the stored value. */
function MetricCell({ series, month, column, isEditing }: MetricCellProps) {
  const { definition } = series;
  const draft = useDraft(draftPlace(definition.key, month.period));
  const target = targetInRow(series, month, { row: rowId({ kind: 'metric', series }), column });
  const value = series.points[column];
  if (!value) return null;
  const stored = <CellText value={value} format={definition.format} isFuture={month.status === 'FUTURE'} />;
  if (isEditing && target) {
    return (
      <>
        {/* Keeps the width of the column while the editor covers it. */}
        <span className="invisible">{stored}</span>
        <CellEditor target={target} />
      </>
    );
  }
  if (!draft) return stored;
  return (
    <span className="sheet-draft" data-state={draft.state}>
      {draft.text}
      <span className="visually-hidden">{draft.state === 'saving' ? ', being saved' : ', not saved'}</span>
    </span>
  );
}
