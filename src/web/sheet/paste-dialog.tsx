import { use, useState } from 'react';
import { Modal } from '#src/web/controls/modal.tsx';
import { TableHead } from '#src/web/controls/table-head.tsx';
import { exactValue } from '#src/web/values/format.ts';
import { enterPasted } from './enter-pasted.ts';
import { EntryContext } from './entry-context.ts';
import { nameOf } from './entry-target.ts';
import type { PastedBlock, PastedValue } from './pasted-block.ts';

interface PasteDialogProps {
  readonly block: PastedBlock;
  close(): void;
}

/** Previews the changes of a pasted block before they are stored. */
export function PasteDialog({ block, close }: PasteDialogProps) {
  const entry = use(EntryContext);
  const [left, setLeft] = useState(block.values);
  const [isOverriding, setOverriding] = useState(false);
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const [isSaving, setSaving] = useState(false);
  const wanted = left.filter(({ value, isOverride }) => value !== null && (isOverriding || !isOverride));
  const overrides = left.filter(({ value, isOverride }) => value !== null && isOverride).length;
  const save = async () => {
    if (!entry) return;
    setSaving(true);
    const { stored, problems } = await enterPasted(entry.changes, wanted);
    setSaving(false);
    if (stored.length > 0) entry.setNotice({ words: `${countOf(stored.length)} saved.`, undo: stored });
    if (problems.length === 0) return close();
    const done = new Set(stored.map(({ metric, period }) => `${metric}/${period}`));
    setLeft(left.filter(({ target }) => !done.has(target.place)));
    setRefusals(problems);
  };
  if (block.obstacle !== null) return <ObstacleDialog obstacle={block.obstacle} close={close} />;
  return (
    <Modal title="Enter a pasted block" close={close}>
      {refusals.length > 0 && (
        <ul className="sheet-problem" role="alert">
          {refusals.map((refusal) => (
            <li key={refusal}>{refusal}</li>
          ))}
        </ul>
      )}
      {left.length === 0 ? <p>Nothing in it would change a value.</p> : <PreviewTable values={left} />}
      {block.outside > 0 && <p>Skipped, because they are on totals or SmartNumbers: {block.outside} cells.</p>}
      {block.leftOut.length > 0 && (
        <p>Skipped, because the sheet does not show this metric or month: {block.leftOut.join(', ')}.</p>
      )}
      {overrides > 0 && (
        <label className="d-block mb-3">
          <input type="checkbox" checked={isOverriding} onChange={() => setOverriding(!isOverriding)} /> Also override{' '}
          {countOf(overrides)} not normally entered by hand
        </label>
      )}
      <div className="d-flex flex-wrap gap-2 justify-content-end">
        <button type="button" className="btn sheet-button" onClick={close}>
          Cancel
        </button>
        <button type="button" className="btn btn-primary" disabled={wanted.length === 0 || isSaving} onClick={save}>
          Enter {countOf(wanted.length)}
        </button>
      </div>
    </Modal>
  );
}

/** Shows why a pasted block cannot be entered. */
function ObstacleDialog({ obstacle, close }: { readonly obstacle: string; close(): void }) {
  return (
    <Modal title="Enter a pasted block" close={close}>
      <p role="alert">The pasted block cannot be entered. {obstacle}</p>
      <div className="d-flex justify-content-end">
        <button type="button" className="btn sheet-button" onClick={close}>
          Close
        </button>
      </div>
    </Modal>
  );
}

function countOf(count: number): string {
  return `${count} ${count === 1 ? 'value' : 'values'}`;
}

function PreviewTable({ values }: { readonly values: readonly PastedValue[] }) {
  return (
    <div className="table-responsive">
      <table className="table table-sm sheet-history">
        <TableHead columns={['Value', 'Now', 'Pasted']} numbers={['Now', 'Pasted']} />
        <tbody>
          {values.map(({ target, text, value, problem, isOverride }) => (
            <tr key={target.place}>
              <th scope="row" className="fw-normal">
                {nameOf(target)}
                {isOverride && <span className="text-body-secondary"> (override)</span>}
                {problem && <span className="sheet-problem d-block">{problem}</span>}
              </th>
              <td className="text-end">{exactValue(target.value.value, target.definition.format)}</td>
              <td className="text-end">{value === null ? text : exactValue(value, target.definition.format)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
