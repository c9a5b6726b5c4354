import { use } from 'react';
import { Modal } from '#src/web/controls/modal.tsx';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { exactValue, formatInstant } from '#src/web/values/format.ts';
import { readTypedNumber } from '#src/web/values/typed-number.ts';
import type { DraftPlace } from './drafts.ts';
import { EntryContext, useDraft } from './entry-context.ts';
import { useStoredValue } from './use-stored-value.ts';

interface ConflictDialogProps {
  readonly place: DraftPlace;
  close(): void;
}

/** Resolves a conflict: shows the value as it was read, as somebody else changed it, and as typed; the viewer decides. */
export function ConflictDialog({ place, close }: ConflictDialogProps) {
  const entry = use(EntryContext);
  const draft = useDraft(place);
  const { stored, error, refetch } = useStoredValue(place);
  if (!entry || !draft) return null;
  const format = stored?.target.definition.format ?? 'NUMBER';
  const typed = readTypedNumber(draft.text, format);
  const { value, updatedAt, enteredBy, history } = stored?.target.value ?? {};
  const by = enteredBy ?? history?.edges[0]?.node.actor;
  const keepTheirs = () => {
    if (stored) entry.discard(stored.target);
    close();
  };
  const enterMine = () => {
    if (!stored || !('value' in typed)) return;
    const { value: current, updatedAt: at } = stored.target.value;
    void entry.save(stored.target, typed.value, { ...draft, read: { value: current, updatedAt: at } });
    close();
  };
  return (
    <Modal title="Changed by somebody else" close={close}>
      {error && <Failure error={error} retry={refetch} />}
      {!stored && !error && <Loading label="Loading the value" />}
      {stored && (
        <>
          <p>
            {stored.target.definition.label}, {stored.target.month.label}, has changed while you were typing.
          </p>
          <dl className="sheet-compare">
            <dt>When you began</dt>
            <dd>{exactValue(draft.read.value, format)}</dd>
            <dt>Now</dt>
            <dd>
              <strong>{exactValue(value ?? null, format)}</strong>
              {updatedAt && ` by ${by ?? 'somebody'}, ${formatInstant(updatedAt)}`}
            </dd>
            <dt>Yours</dt>
            <dd>
              <strong>{'value' in typed ? exactValue(typed.value, format) : draft.text}</strong>
            </dd>
          </dl>
          <div className="d-flex flex-wrap gap-2 justify-content-end">
            <button type="button" className="btn sheet-button" onClick={keepTheirs}>
              Keep theirs
            </button>
            <button type="button" className="btn btn-primary" onClick={enterMine}>
              Enter mine
            </button>
          </div>
        </>
      )}
    </Modal>
  );
}
