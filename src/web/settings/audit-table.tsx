import { TableHead } from '#src/web/controls/table-head.tsx';
import type { AuditTrailQuery } from '#src/web/gql/operations.ts';
import { formatInstant } from '#src/web/values/format.ts';
import { AuditChanges } from './audit-changes.tsx';
import { auditWords, type Subjects } from './audit-detail.ts';

type AuditEntry = NonNullable<AuditTrailQuery['organization']>['auditEntries']['edges'][number]['node'];

interface AuditTableProps {
  readonly entries: readonly AuditEntry[];
  readonly subjects: Subjects;
  /** Filters by an actor. */
  choose(actor: string): void;
}

/** Entries of the audit trail, in the given order. */
export function AuditTable({ entries, subjects, choose }: AuditTableProps) {
  return (
    <table className="table settings-table settings-audit">
      <caption className="visually-hidden">Audit trail</caption>
      <TableHead columns={['When', 'Who', 'What']} />
      <tbody>
        {entries.map((entry) => (
          <AuditRow key={entry.id} entry={entry} subjects={subjects} choose={choose} />
        ))}
      </tbody>
    </table>
  );
}

interface AuditRowProps extends Omit<AuditTableProps, 'entries'> {
  readonly entry: AuditEntry;
}

function AuditRow({ entry, subjects, choose }: AuditRowProps) {
  const { id, at, actor, credential, address, action, description, detail } = entry;
  const { changes, facts } = auditWords(detail, subjects);
  const from = [credential === actor ? null : credential, address].filter((each) => each !== null);
  return (
    <tr>
      <th scope="row">
        {formatInstant(at)}
        <span className="settings-detail">Entry {id}</span>
      </th>
      <td data-label="Who">
        <button
          type="button"
          className="btn btn-link settings-actor"
          aria-label={`${actor}: show only these entries`}
          onClick={() => choose(actor)}
        >
          {actor}
        </button>
        {from.length > 0 && <span className="settings-detail">{from.join(', ')}</span>}
      </td>
      <td data-label="What">
        <div>{description ?? action}</div>
        {facts.length > 0 && (
          <ul className="settings-facts">
            {facts.map(({ name, text }) => (
              <li key={name}>
                <span className="settings-fact">{name}</span> {text}
              </li>
            ))}
          </ul>
        )}
        <AuditChanges changes={changes} />
      </td>
    </tr>
  );
}
