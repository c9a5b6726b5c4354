import type { ClipboardEventHandler, FocusEventHandler, KeyboardEventHandler, MouseEventHandler } from 'react';
import { useEffect, useRef } from 'react';
import type { ChangedCells } from './changed-cells.ts';
import type { GridPosition } from './grid-position.ts';
import { SheetHead } from './sheet-head.tsx';
import { SheetRowView } from './sheet-row.tsx';
import { rowId, type SheetBlock, type SheetMonth } from './sheet-rows.ts';

/** The grid pattern of WAI-ARIA APG on a table, whose cells thereby become grid cells. */
const GRID = { role: 'grid', 'aria-label': 'Monthly Business Review' } as const;

interface SheetGridProps {
  readonly months: readonly SheetMonth[];
  readonly blocks: readonly SheetBlock[];
  /** Whether another year is being loaded. */
  readonly isStale: boolean;
  /** The collapsible blocks that are open. */
  readonly openBlocks: ReadonlySet<string>;
  toggleBlock(id: string): void;
  /** The cell that Tab reaches. */
  readonly tabStop: GridPosition;
  /** The cell being edited. */
  readonly editing: GridPosition | null;
  readonly changed: ChangedCells;
  readonly onKeyDown: KeyboardEventHandler;
  readonly onDoubleClick: MouseEventHandler;
  readonly onPaste: ClipboardEventHandler;
  readonly onFocus: FocusEventHandler;
}

/**
 * The table of the sheet, which scrolls both ways beneath its headings. No library's data grid: keys, paste and drafts are
 * the product here.
 */
export function SheetGrid(props: SheetGridProps) {
  const { months, blocks, isStale, openBlocks, toggleBlock, tabStop, editing, changed, ...handlers } = props;
  const columnIn = (position: GridPosition | null, row: string) => (position?.row === row ? position.column : null);
  const scroll = useRef<HTMLDivElement>(null);
  const year = months[0]?.period;
  useEffect(() => {
    if (year !== undefined && scroll.current) showRunningMonth(scroll.current);
  }, [year]);
  return (
    <div ref={scroll} className="sheet-scroll" data-stale={isStale || undefined} aria-busy={isStale}>
      <table className="sheet-table" {...GRID} {...handlers}>
        <SheetHead months={months} />
        {blocks.map((block) => {
          const isOpen = !block.isCollapsible || openBlocks.has(block.id);
          return (
            <tbody key={block.id}>
              <BlockHeading block={block} isOpen={isOpen} toggle={() => toggleBlock(block.id)} />
              {isOpen &&
                block.rows.map((row) => (
                  <SheetRowView
                    key={rowId(row)}
                    {...row}
                    months={months}
                    tabStop={columnIn(tabStop, rowId(row))}
                    editing={columnIn(editing, rowId(row))}
                    changed={changed.get(rowId(row))}
                  />
                ))}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}

/** If not all months fit, scroll to the running one. */
function showRunningMonth(scroll: HTMLElement): void {
  const month = scroll.querySelector<HTMLElement>('thead [data-status="RUNNING"]');
  scroll.scrollLeft = month ? month.offsetLeft + month.offsetWidth - scroll.clientWidth : 0;
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
