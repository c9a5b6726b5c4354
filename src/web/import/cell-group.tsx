import { useId } from 'react';
import { Loading } from '#src/web/controls/query-states.tsx';
import { TableHead } from '#src/web/controls/table-head.tsx';
import { useFirstRows } from '#src/web/controls/use-first-rows.tsx';
import type { ImportCellState } from '#src/web/gql/operations.ts';
import { formatPeriod, isPeriod } from '#src/web/values/period.ts';
import { STATE_WORDS } from './cell-states.ts';
import type { ImportedCell } from './use-import-preview.ts';
import type { ImportSubjects } from './use-import-subjects.ts';

interface CellGroupProps extends Pick<ImportSubjects, 'format'> {
  readonly state: ImportCellState;
  readonly cells: readonly ImportedCell[];
  /** Places of the cells that override their formula. */
  readonly overrides: readonly string[];
  override(where: string, isWanted: boolean): void;
  /** Whether its cells are on their way. */
  readonly isLoading: boolean;
}

/** The cells in a state. */
export function CellGroup({ state, cells, overrides, override, format, isLoading }: CellGroupProps) {
  const id = useId();
  const { shown, more } = useFirstRows(cells, 50);
  if (cells.length === 0 && !isLoading) return null;
  const { title, meaning } = STATE_WORDS[state];
  const canOverride = cells.some((cell) => cell.canOverride && state === 'DIFFERS');
  return (
    <section className="import-group" data-state={state} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <p className="import-quiet">{meaning}</p>
      {isLoading && <Loading label="Reading the cells" />}
      {!isLoading && (
        <table className="import-table" aria-labelledby={id}>
          <TableHead columns={[...COLUMNS, ...(canOverride ? ['Override'] : [])]} numbers={COLUMNS.slice(2, 4)} />
          <tbody>
            {shown.map((cell) => (
              <CellRow key={cell.where} cell={cell} format={format}>
                {canOverride && (
                  <td data-label="Override">
                    {cell.canOverride && (
                      <label className="form-check">
                        <input
                          type="checkbox"
                          className="form-check-input"
                          aria-label={`Override the formula of ${cell.label}, ${periodOf(cell)}`}
                          checked={overrides.includes(cell.where)}
                          onChange={({ target }) => override(cell.where, target.checked)}
                        />
                        <span className="form-check-label">override the formula</span>
                      </label>
                    )}
                  </td>
                )}
              </CellRow>
            ))}
          </tbody>
        </table>
      )}
      {more}
    </section>
  );
}

const COLUMNS = ['Metric', 'Period', 'Stored', 'In the file', 'Cell', 'Why'];

interface CellRowProps extends Pick<ImportSubjects, 'format'> {
  readonly cell: ImportedCell;
  readonly children: React.ReactNode;
}

function CellRow({ cell, format, children }: CellRowProps) {
  const { where, metric, label, before, after, formattedBefore, formattedAfter, reason } = cell;
  return (
    <tr>
      <th scope="row">{metric === null ? '—' : label}</th>
      <td data-label="Period">{periodOf(cell)}</td>
      <td data-label="Stored" className="import-number">
        {format(metric, { value: before, formatted: formattedBefore })}
      </td>
      <td data-label="In the file" className="import-number">
        {format(metric, { value: after, formatted: formattedAfter })}
      </td>
      <td data-label="Cell" className="import-where">
        {where}
      </td>
      <td data-label="Why" className="import-why">
        {reason}
      </td>
      {children}
    </tr>
  );
}

/** A year is shown as it is. */
function periodOf({ period }: ImportedCell): string {
  if (period === null) return '—';
  return isPeriod(period) ? formatPeriod(period) : period;
}
