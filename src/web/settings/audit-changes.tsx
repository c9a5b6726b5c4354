import type { AuditChange, AuditState } from './audit-detail.ts';

/** More changes are collapsed. */
const MAX_OPEN = 3;

/** The values before and after each change. */
export function AuditChanges({ changes }: { readonly changes: readonly AuditChange[] }) {
  if (changes.length === 0) return null;
  if (changes.length <= MAX_OPEN) return <ChangeList changes={changes} />;
  return (
    <details>
      <summary>{changes.length} values</summary>
      <ChangeList changes={changes} />
    </details>
  );
}

function ChangeList({ changes }: { readonly changes: readonly AuditChange[] }) {
  return (
    <ul className="settings-changes">
      {changes.map(({ subject, before, after }) => (
        <li key={`${subject} ${before.value} ${after.value}`}>
          {subject !== '' && <span className="settings-subject">{subject}</span>}
          <State words="before" state={before} />
          <span aria-hidden="true">→</span>
          <State words="after" state={after} />
        </li>
      ))}
    </ul>
  );
}

function State({ words, state: { value, more } }: { readonly words: string; readonly state: AuditState }) {
  return (
    <span>
      <span className="visually-hidden">{words}: </span>
      {value}
      {more.length > 0 && <span className="settings-detail">{more.join(' · ')}</span>}
    </span>
  );
}
