import { ExplainedValue } from '../explanation/explained-value.tsx';
import { formatInstant, formatValue } from '../format.ts';
import { type GridPosition, TOTAL_COLUMN } from './grid-position.ts';
import { type RowTotal, rowId, type SheetMonth, type SheetRow, type SheetValue, totalKind } from './sheet-rows.ts';

interface CellBarProps {
  readonly position: GridPosition | null;
  readonly rows: readonly SheetRow[];
  readonly months: readonly SheetMonth[];
}

/** What is to be said of the chosen cell: whose value it is, all its digits, and where it came from. */
export function CellBar({ position, rows, months }: CellBarProps) {
  const row = position && rows.find((each) => rowId(each) === position.row);
  if (!row) {
    return <p className="sheet-bar text-body-secondary">Choose a cell to see where its value comes from.</p>;
  }
  const month = months[position.column];
  return (
    <section className="sheet-bar" aria-label="Chosen cell">
      {month ? (
        <MonthDetail row={row} month={month} value={row.series.points[position.column] as SheetValue} />
      ) : (
        <TotalDetail row={row} isPreviousYear={position.column > TOTAL_COLUMN} months={months} />
      )}
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
    <>
      <span className="sheet-bar-name">
        {definition.label}, {month.label}
      </span>
      <ExplainedValue of={{ kind: row.kind, key: definition.key, period: month.period }}>
        {formatValue(value, definition.format)}
      </ExplainedValue>
      <span className="sheet-bar-words">{originOf(value)}</span>
      {value.notes && <q className="sheet-bar-words">{value.notes}</q>}
    </>
  );
}

function TotalDetail({ row, isPreviousYear, months }: Omit<MonthDetailProps, 'month' | 'value'> & TotalOf) {
  const { definition, total, previousYear } = row.series;
  const value = isPreviousYear ? previousYear : total;
  const year = Number(months[0]?.period.slice(0, 4)) - (isPreviousYear ? 1 : 0);
  if (!value) return null;
  return (
    <>
      <span className="sheet-bar-name">
        {definition.label}, {year}
      </span>
      <strong>{formatValue(value, definition.format)}</strong>
      <span className="sheet-bar-words">
        {value.value === null ? lacking(value) : `${totalKind(row)}; covers ${value.monthsCovered} of 12 months`}
        {value.state === 'PARTIAL' && value.missing.length > 0 && `; ${lacking(value)}`}
      </span>
    </>
  );
}

interface TotalOf {
  readonly isPreviousYear: boolean;
  readonly months: readonly SheetMonth[];
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
