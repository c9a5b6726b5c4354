import { type DraftPlace, draftPlace } from './drafts.ts';
import type { GridPosition } from './grid-position.ts';
import { type MetricSeries, rowId, type SheetMonth, type SheetRow } from './sheet-rows.ts';

/** A metric's value in a month, as the target of an entry. */
export interface EntryTarget {
  readonly position: GridPosition;
  readonly place: DraftPlace;
  readonly definition: MetricSeries['definition'];
  readonly month: SheetMonth;
  readonly value: MetricSeries['points'][number];
}

/** The target of a cell; null for SmartNumbers and totals, which cannot be entered. */
export function entryTarget(
  position: GridPosition,
  rows: readonly SheetRow[],
  months: readonly SheetMonth[],
): EntryTarget | null {
  const row = rows.find((each) => rowId(each) === position.row);
  const month = months[position.column];
  return row?.kind === 'metric' && month ? targetInRow(row.series, month, position) : null;
}

/** The cell of a metric in a month. */
export function targetInRow(
  { definition, points }: MetricSeries,
  month: SheetMonth,
  position: GridPosition,
): EntryTarget | null {
  const value = points[position.column];
  return value ? { position, place: draftPlace(definition.key, month.period), definition, month, value } : null;
}

/** `Employees, March 2026` */
export function nameOf({ definition, month }: EntryTarget): string {
  return `${definition.label}, ${month.label}`;
}

/** Why nothing can be entered; null if it can. */
export function obstacleTo({ month }: EntryTarget): string | null {
  switch (month.status) {
    case 'FUTURE':
      return `${month.label} has not started.`;
    case 'CLOSED':
      return `${month.label} is closed: reopen it to change its values.`;
    case 'RUNNING':
    case 'ENDED':
      return null;
  }
}

/** Whether a cell can be edited directly; a collected or calculated value must be overridden explicitly. */
export function isTypedInto({ definition, value }: EntryTarget): boolean {
  return definition.isEditable || value.source === 'MANUAL';
}
