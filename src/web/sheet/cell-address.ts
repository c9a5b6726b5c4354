import { cellId, cellPosition, type GridPosition } from './grid-position.ts';
import { rowId, type SheetBlock } from './sheet-rows.ts';

/** The address of a metric's month on the sheet, which selects the cell: `/sheet?year=2026#cell-metric-employees-2`. */
export function sheetCellAddress(metric: string, month: string): string {
  return `/sheet?year=${month.slice(0, 4)}#${cellId(cellPosition(metric, month))}`;
}

/** A cell that an address names, and its block. */
export interface AddressedCell {
  readonly position: GridPosition;
  readonly block: string;
}

/** @param hash of the address, `#cell-metric-employees-2`; @returns null if it does not name a cell of the sheet */
export function addressedCell(hash: string, blocks: readonly SheetBlock[]): AddressedCell | null {
  const [, row = '', column = ''] = /^#cell-(.+)-(\d+)$/.exec(hash) ?? [];
  const block = blocks.find(({ rows }) => rows.some((each) => rowId(each) === row));
  return block ? { position: { row, column: Number(column) }, block: block.id } : null;
}
