import { type KeyboardEvent, use, useEffect, useRef } from 'react';
import { EntryContext, useDraft } from './entry-context.ts';
import { leavesEntry } from './entry-focus.ts';
import { type EntryTarget, isTypedInto, nameOf } from './entry-target.ts';

/** Edits a cell. Enter and Tab store the value and move on, Escape discards it, as in a spreadsheet. */
export function CellEditor({ target }: { readonly target: EntryTarget }) {
  const entry = use(EntryContext);
  const draft = useDraft(target.place);
  const input = useRef<HTMLInputElement>(null);
  const isBegun = entry?.editing?.isBegun;
  useEffect(() => {
    input.current?.focus();
    if (!isBegun) input.current?.select();
  }, [isBegun]);
  if (!entry || !draft) return null;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepOf(event);
    if (event.key === 'Escape') entry.discard(target);
    else if (step) entry.commit(target, { isMeant: !isTypedInto(target) });
    else return;
    event.preventDefault();
    entry.leave(target.position, step ?? { rows: 0, columns: 0 });
  };
  return (
    <input
      ref={input}
      className="sheet-input"
      aria-label={nameOf(target)}
      autoComplete="off"
      data-entry
      value={draft.text}
      onChange={(event) => entry.type(target.place, { text: event.target.value })}
      onKeyDown={onKeyDown}
      onBlur={(event) => leavesEntry(event) && entry.commit(target)}
    />
  );
}

/** The move of a key that ends editing; null for other keys. */
function stepOf({ key, shiftKey }: KeyboardEvent): { rows: number; columns: number } | null {
  const direction = shiftKey ? -1 : 1;
  if (key === 'Enter') return { rows: direction, columns: 0 };
  if (key === 'Tab') return { rows: 0, columns: direction };
  return null;
}
