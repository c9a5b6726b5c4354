import { use } from 'react';
import { Modal } from '#src/web/controls/modal.tsx';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { TableHead } from '#src/web/controls/table-head.tsx';
import { exactValue, formatInstant } from '#src/web/values/format.ts';
import { typedText } from '#src/web/values/typed-number.ts';
import type { DraftPlace } from './drafts.ts';
import { EntryContext, type EntryInGrid } from './entry-context.ts';
import { obstacleTo } from './entry-target.ts';
import { type StoredValue, useStoredValue } from './use-stored-value.ts';

interface HistoryDialogProps {
  readonly place: DraftPlace;
  close(): void;
}

type Change = StoredValue['target']['value']['history']['edges'][number]['node'];

const CAUSES = {
  COLLECTION: 'collected',
  ENTRY: 'entered',
  RELEASE: 'released',
  RECALCULATION: 'recalculated',
  IMPORT: 'imported',
  UNDO: 'undone',
} as const;

/** Every change of a value, newest first; editors can enter an earlier value again. */
export function HistoryDialog({ place, close }: HistoryDialogProps) {
  const entry = use(EntryContext);
  const { stored, error, refetch } = useStoredValue(place);
  const title = stored ? `${stored.target.definition.label}, ${stored.target.month.label}` : 'History';
  const { history } = stored?.target.value ?? {};
  return (
    <Modal title={title} close={close}>
      {error && <Failure error={error} retry={refetch} />}
      {!stored && !error && <Loading label="Loading the history" />}
      {history && history.edges.length === 0 && <p>No value has ever been stored here.</p>}
      {stored && entry && history && history.edges.length > 0 && (
        <ChangeTable stored={stored} entry={entry} close={close} />
      )}
      {history?.pageInfo.hasNextPage && <p className="small">Only the newest 100 changes are shown.</p>}
    </Modal>
  );
}

interface ChangeTableProps {
  readonly stored: StoredValue;
  readonly entry: EntryInGrid;
  close(): void;
}

function ChangeTable({ stored: { target }, entry, close }: ChangeTableProps) {
  const { value, updatedAt, notes, history } = target.value;
  const mayEnter = entry.isEditor && obstacleTo(target) === null;
  const enterAgain = (again: string) => {
    const read = { value, updatedAt };
    const text = typedText(again, target.definition.format);
    const draft = { text, note: notes ?? '', read, state: 'typing', problem: null, isConflict: false } as const;
    void entry.save(target, again, draft);
    close();
  };
  return (
    <div className="table-responsive">
      <table className="table table-sm sheet-history">
        <TableHead columns={['When', 'Who', 'From', 'To']} numbers={['From', 'To']} actions="Actions" />
        <tbody>
          {history.edges.map(({ node }) => (
            <ChangeRow
              key={node.id}
              change={node}
              format={target.definition.format}
              again={mayEnter && node.newValue !== null && node.newValue !== value ? enterAgain : null}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ChangeRowProps {
  readonly change: Change;
  readonly format: StoredValue['target']['definition']['format'];
  /** Enters the new value of the change again; null if that is not possible. */
  readonly again: ((value: string) => void) | null;
}

function ChangeRow({ change, format, again }: ChangeRowProps) {
  const { oldValue, newValue, cause, actor, reason, changedAt } = change;
  return (
    <tr>
      <td>{formatInstant(changedAt)}</td>
      <td>
        {CAUSES[cause]} by {actor}
        {reason && `: ${reason}`}
      </td>
      <td className="text-end">{exactValue(oldValue, format)}</td>
      <td className="text-end">{exactValue(newValue, format)}</td>
      <td className="text-end">
        {again && newValue !== null && (
          <button type="button" className="btn btn-sm sheet-button" onClick={() => again(newValue)}>
            Enter again
          </button>
        )}
      </td>
    </tr>
  );
}
