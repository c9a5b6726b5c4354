import { ExplainedValue } from '#src/web/explanation/explained-value.tsx';
import { formatInstant, formatValue } from '#src/web/values/format.ts';
import { CellActions, type CellActionsProps } from './cell-actions.tsx';
import { entryTarget } from './entry-target.ts';
import { type GridPosition, TOTAL_COLUMN } from './grid-position.ts';
import { type RowTotal, rowId, type SheetMonth, type SheetRow, type SheetValue, totalKind } from './sheet-rows.ts';

interface CellBarProps extends Omit<CellActionsProps, 'target'> {
  readonly position: GridPosition | null;
  readonly rows: readonly SheetRow[];
  readonly months: readonly SheetMonth[];
}

/** Details of the selected cell: its metric, all digits of its value, its origin, and the actions. */
export function CellBar({ position, rows, months, ...actions }: CellBarProps) {
  const row = position && rows.find((each) => rowId(each) === position.row);
  if (!row) return <p className="sheet-bar">Select a cell to see where its value comes from.</p>;
  const month = months[position.column];
  const value = row.series.points[position.column];
  const target = entryTarget(position, rows, months);
  return (
    <section className="sheet-bar" aria-label="Selected cell">
      {month && value ? (
        <MonthDetail row={row} month={month} value={value} />
      ) : (
        <TotalDetail row={row} isPreviousYear={position.column > TOTAL_COLUMN} months={months} />
      )}
      {target && <CellActions target={target} {...actions} />}
    </section>
  );
}

interface MonthDetailProps {
  readonly row: SheetRow;
  readonly month: SheetMonth;
  readonly value: SheetValue;
}

function MonthDetail({ row, month, value }: MonthDetailProps) {
  const { definition } = row.series;
  return (
    <span className="sheet-bar-words">
      <strong>
        {definition.label}, {month.label}
      </strong>
      <ExplainedValue of={{ kind: row.kind, key: definition.key, period: month.period }}>
        {formatValue(value, definition.format)}
      </ExplainedValue>
      <span>{originOf(value)}</span>
      {value.notes && <q>{value.notes}</q>}
    </span>
  );
}

interface TotalDetailProps {
  readonly row: SheetRow;
  readonly isPreviousYear: boolean;
  readonly months: readonly SheetMonth[];
}

function TotalDetail({ row, isPreviousYear, months }: TotalDetailProps) {
  const { definition, total, previousYear } = row.series;
  const value = isPreviousYear ? previousYear : total;
  const year = Number(months[0]?.period.slice(0, 4)) - (isPreviousYear ? 1 : 0);
  if (!value) return null;
  const covers = `${totalKind(row)}; covers ${value.monthsCovered} of 12 months`;
  return (
    <span className="sheet-bar-words">
      <strong>
        {definition.label}, {year}
      </strong>
      <span className="sheet-bar-value">{formatValue(value, definition.format)}</span>
      <span>
        {value.value === null ? lacking(value) : covers}
        {value.state === 'PARTIAL' && value.missing.length > 0 && `; ${lacking(value)}`}
      </span>
    </span>
  );
}

function lacking({ missing }: RowTotal): string {
  return missing.length > 0 ? `missing in some months: ${missing.map(({ label }) => label).join(', ')}` : 'no value';
}

function originOf({ value, state, source, enteredBy, updatedAt }: SheetValue): string {
  if (value === null) return state === 'NOT_COMPUTABLE' ? 'cannot be computed' : 'no value';
  const when = updatedAt ? `, ${formatInstant(updatedAt)}` : '';
  switch (source) {
    case 'MANUAL':
      return `entered by ${enteredBy ?? 'somebody'}${when}`;
    case 'COLLECTED':
      return `collected${when}`;
    default:
      return `calculated${when}`;
  }
}
