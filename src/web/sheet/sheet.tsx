import { type FocusEvent, useEffect, useMemo, useState } from 'react';
import { addressedCell } from './cell-address.ts';
import { CellBar } from './cell-bar.tsx';
import { useChangedCells } from './changed-cells.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import { createDrafts, type DraftPlace } from './drafts.ts';
import { DraftsContext, EntryContext } from './entry-context.ts';
import { entryTarget } from './entry-target.ts';
import { cellId, type GridPosition, neighbour, positionOf } from './grid-position.ts';
import { HistoryDialog } from './history-dialog.tsx';
import { Legend } from './legend.tsx';
import { PasteDialog } from './paste-dialog.tsx';
import { type PastedBlock, pastedBlock } from './pasted-block.ts';
import { SheetGrid } from './sheet-grid.tsx';
import { sheetKeys } from './sheet-keys.ts';
import { SheetNotice } from './sheet-notice.tsx';
import { blocksOf, rowId, type SheetYear } from './sheet-rows.ts';
import { useSheetEntry } from './use-sheet-entry.ts';

/** The dialog that is open. */
type Opened =
  | { readonly kind: 'conflict' | 'history'; readonly place: DraftPlace }
  | { readonly kind: 'paste'; readonly block: PastedBlock };

/** A year's sheet: a grid with frozen headings, and a bar about the selected cell. */
export function Sheet({ sheet, isOfAnotherYear }: { readonly sheet: SheetYear; readonly isOfAnotherYear: boolean }) {
  const [drafts] = useState(() => createDrafts(sessionStorage));
  const blocks = useMemo(() => blocksOf(sheet), [sheet]);
  const [addressed] = useState(() => addressedCell(window.location.hash, blocks));
  const [openBlocks, setOpenBlocks] = useState<ReadonlySet<string>>(new Set(addressed ? [addressed.block] : []));
  const [chosen, setChosen] = useState<GridPosition | null>(addressed?.position ?? null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const entry = useSheetEntry(drafts);
  const changed = useChangedCells(sheet);
  useEffect(() => {
    if (addressed) document.getElementById(cellId(addressed.position))?.focus();
  }, [addressed]);
  const shown = blocks
    .filter(({ id, isCollapsible }) => !isCollapsible || openBlocks.has(id))
    .flatMap(({ rows }) => rows);
  const names = shown.map(rowId);
  // Tab always reaches one cell, even before any has been selected.
  const current = chosen && names.includes(chosen.row) ? chosen : { row: names[0] ?? '', column: 0 };
  const targetAt = (position: GridPosition | null) => position && entryTarget(position, shown, sheet.months);
  const go = (position: GridPosition) => {
    setChosen(position);
    document.getElementById(cellId(position))?.focus();
  };
  const entryInGrid = {
    ...entry,
    leave: (position: GridPosition, step: { readonly rows: number; readonly columns: number }) =>
      go(neighbour(position, step, names)),
  };
  return (
    <DraftsContext value={drafts}>
      <EntryContext value={entryInGrid}>
        <Legend />
        <SheetGrid
          months={sheet.months}
          blocks={blocks}
          isStale={isOfAnotherYear}
          openBlocks={openBlocks}
          toggleBlock={(id) => setOpenBlocks((before) => toggled(before, id))}
          tabStop={current}
          editing={entry.editing}
          changed={changed.cells}
          onKeyDown={sheetKeys({ names, go, entry, targetAt, drafts })}
          onDoubleClick={(event) => {
            const target = targetAt(positionOf(event.target));
            if (target) entry.begin(target);
          }}
          onPaste={(event) => {
            const position = event.target instanceof HTMLTableCellElement ? positionOf(event.target) : null;
            if (!position || !entry.isEditor) return;
            event.preventDefault();
            const text = event.clipboardData.getData('text/plain');
            setOpened({
              kind: 'paste',
              block: pastedBlock(text, position, { blocks, openBlocks, months: sheet.months }),
            });
          }}
          onFocus={(event: FocusEvent) => {
            const position = positionOf(event.target);
            if (position) setChosen(position);
          }}
        />
        <footer className="sheet-foot">
          <SheetNotice
            notice={entry.notice}
            changes={changed.words}
            undo={entry.undo}
            compare={(place) => setOpened({ kind: 'conflict', place })}
          />
          <CellBar
            position={chosen}
            rows={shown}
            months={sheet.months}
            compare={(place) => setOpened({ kind: 'conflict', place })}
            showHistory={(place) => setOpened({ kind: 'history', place })}
          />
        </footer>
        {opened?.kind === 'conflict' && <ConflictDialog place={opened.place} close={() => setOpened(null)} />}
        {opened?.kind === 'history' && <HistoryDialog place={opened.place} close={() => setOpened(null)} />}
        {opened?.kind === 'paste' && <PasteDialog block={opened.block} close={() => setOpened(null)} />}
      </EntryContext>
    </DraftsContext>
  );
}

function toggled(set: ReadonlySet<string>, member: string): ReadonlySet<string> {
  return set.has(member) ? new Set([...set].filter((each) => each !== member)) : new Set([...set, member]);
}
