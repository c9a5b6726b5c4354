import { cellId, cellPosition, type GridPosition } from './grid-position.ts';
import { rowId, type SheetBlock } from './sheet-rows.ts';

/** Where the sheet shows a metric in a month, with that cell chosen: `/sheet?year=2026#cell-metric-employees-2`. */
export function sheetCellAddress(metric: string, month: string): string {
  return `/sheet?year=${month.slice(0, 4)}#${cellId(cellPosition(metric, month))}`;
}

/** A cell that an address names, and the block that it lies in. */
export interface AddressedCell {
  readonly position: GridPosition;
  readonly block: string;
}

/** @param hash of the address, `#cell-metric-employees-2`; null where it names no cell of the sheet */
export function addressedCell(hash: string, blocks: readonly SheetBlock[]): AddressedCell | null {
  const [, row = '', column = ''] = /^#cell-(.+)-(\d+)$/.exec(hash) ?? [];
  const block = blocks.find(({ rows }) => rows.some((each) => rowId(each) === row));
  return block ? { position: { row, column: Number(column) }, block: block.id } : null;
}
