import { type KeyboardEvent, useMemo, useState } from 'react';
import { CellBar } from './cell-bar.tsx';
import { cellId, type GridPosition, moved, positionOf } from './grid-position.ts';
import { Legend } from './legend.tsx';
import { SheetHead } from './sheet-head.tsx';
import { SheetRowView } from './sheet-row.tsx';
import { blocksOf, rowId, type SheetBlock, type SheetYear } from './sheet-rows.ts';

/** How many rows PageUp and PageDown go. */
const PAGE_ROWS = 10;

/** The grid pattern of WAI-ARIA APG on a table, whose cells thereby become grid cells. */
const GRID = { role: 'grid', 'aria-label': 'Monthly Business Review' } as const;

/** A year's sheet: a grid with frozen headings, and what is to be said of the chosen cell. */
export function Sheet({ sheet, isOfAnotherYear }: { readonly sheet: SheetYear; readonly isOfAnotherYear: boolean }) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<GridPosition | null>(null);
  const blocks = useMemo(() => blocksOf(sheet), [sheet]);
  const isOpen = ({ id, isCollapsible }: SheetBlock) => !isCollapsible || opened.has(id);
  const shown = blocks.filter(isOpen).flatMap(({ rows }) => rows);
  const names = shown.map(rowId);
  // One cell can always be reached by Tab, also before any has been chosen.
  const current = chosen && names.includes(chosen.row) ? chosen : { row: names[0] ?? '', column: 0 };
  const go = (position: GridPosition) => {
    setChosen(position);
    document.getElementById(cellId(position))?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const position = event.target instanceof HTMLTableCellElement ? positionOf(event.target) : null;
    const next = position && !event.altKey ? moved(event, position, { rows: names, page: PAGE_ROWS }) : null;
    if (!next) return;
    event.preventDefault();
    go(next);
  };
  return (
    <>
      <Legend />
      <div className="sheet-scroll" data-stale={isOfAnotherYear || undefined} aria-busy={isOfAnotherYear}>
        <table
          className="sheet-table"
          {...GRID}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            const position = positionOf(event.target);
            if (position) setChosen(position);
          }}
        >
          <SheetHead months={sheet.months} />
          {blocks.map((block) => (
            <tbody key={block.id}>
              <BlockHeading
                block={block}
                isOpen={isOpen(block)}
                toggle={() => setOpened((before) => toggled(before, block.id))}
              />
              {isOpen(block) &&
                block.rows.map((row) => (
                  <SheetRowView
                    key={rowId(row)}
                    {...row}
                    months={sheet.months}
                    tabStop={current.row === rowId(row) ? current.column : null}
                  />
                ))}
            </tbody>
          ))}
        </table>
      </div>
      <CellBar position={chosen} rows={shown} months={sheet.months} />
    </>
  );
}

function toggled(set: ReadonlySet<string>, member: string): ReadonlySet<string> {
  return set.has(member) ? new Set([...set].filter((each) => each !== member)) : new Set([...set, member]);
}

interface BlockHeadingProps {
  readonly block: SheetBlock;
  readonly isOpen: boolean;
  toggle(): void;
}

function BlockHeading({ block: { label, isCollapsible }, isOpen, toggle }: BlockHeadingProps) {
  return (
    <tr className={`sheet-block ${isOpen ? '' : 'sheet-block-closed'}`}>
      <th scope="rowgroup" colSpan={15}>
        {isCollapsible ? (
          <button type="button" className="sheet-toggle" aria-expanded={isOpen} onClick={toggle}>
            <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span> {label}
          </button>
        ) : (
          <span>{label}</span>
        )}
      </th>
    </tr>
  );
}
