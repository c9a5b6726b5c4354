import { use } from 'react';
import type { DraftPlace } from './drafts.ts';
import { EntryContext, type EntryInGrid, useDraft } from './entry-context.ts';
import { leavesEntry } from './entry-focus.ts';
import { type EntryTarget, isTypedInto, obstacleTo } from './entry-target.ts';

export interface CellActionsProps {
  readonly target: EntryTarget;
  /** Shows the concurrent change of the value. */
  compare(place: DraftPlace): void;
  showHistory(place: DraftPlace): void;
}

/** The actions on a value: entering, overriding and releasing it for editors, its history for all. */
export function CellActions({ target, compare, showHistory }: CellActionsProps) {
  const entry = use(EntryContext);
  const draft = useDraft(target.place);
  if (!entry) return null;
  if (draft?.state === 'typing') return <TypingActions target={target} entry={entry} note={draft.note} />;
  if (draft?.state === 'refused') {
    return (
      <span className="sheet-bar-actions">
        <span className="sheet-problem">Not saved: {draft.problem}</span>
        {draft.isConflict && <Action name="Compare" act={() => compare(target.place)} />}
        <Action name="Edit" act={() => entry.begin(target, { isOverride: true })} />
        <Action name="Discard" act={() => entry.discard(target)} />
      </span>
    );
  }
  const mayEnter = entry.isEditor && obstacleTo(target) === null && draft === null;
  return (
    <span className="sheet-bar-actions">
      {entry.isEditor && <span className="text-body-secondary">{obstacleTo(target)}</span>}
      {mayEnter && (
        <Action
          name={isTypedInto(target) ? 'Enter value' : 'Override'}
          act={() => entry.begin(target, { isOverride: true })}
        />
      )}
      {mayEnter && target.value.source === 'MANUAL' && <Action name="Release" act={() => entry.release(target)} />}
      <Action name="History" act={() => showHistory(target.place)} />
    </span>
  );
}

interface TypingActionsProps {
  readonly target: EntryTarget;
  readonly entry: EntryInGrid;
  readonly note: string;
}

/** Shown while a value is edited: its note, and buttons for those without a keyboard. */
function TypingActions({ target, entry, note }: TypingActionsProps) {
  const finish = () => {
    entry.commit(target, { isMeant: !isTypedInto(target) });
    entry.leave(target.position, { rows: 0, columns: 0 });
  };
  const discard = () => {
    entry.discard(target);
    entry.leave(target.position, { rows: 0, columns: 0 });
  };
  return (
    <form
      className="sheet-bar-actions"
      data-entry
      onBlur={(event) => leavesEntry(event) && entry.commit(target)}
      onKeyDown={(event) => event.key === 'Escape' && discard()}
      onSubmit={(event) => {
        event.preventDefault();
        finish();
      }}
    >
      <input
        className="form-control form-control-sm sheet-note"
        aria-label="Note"
        placeholder="Note (optional)"
        maxLength={4000}
        value={note}
        onChange={(event) => entry.type(target.place, { note: event.target.value })}
      />
      <button type="submit" className="btn btn-sm btn-primary">
        Save
      </button>
      <Action name="Cancel" act={discard} />
    </form>
  );
}

function Action({ name, act }: { readonly name: string; act(): unknown }) {
  return (
    <button type="button" className="btn btn-sm sheet-button" onClick={() => void act()}>
      {name}
    </button>
  );
}
