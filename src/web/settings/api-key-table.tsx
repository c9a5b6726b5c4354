import { TableHead } from '#src/web/controls/table-head.tsx';
import { ROLE_NAMES } from '#src/web/frame/role.ts';
import { formatDate, formatInstant } from '#src/web/values/format.ts';
import { formatEnd } from './local-date.ts';
import { type ApiKey, RevokeKey } from './revoke-key.tsx';

interface ApiKeyTableProps {
  readonly caption: string;
  readonly keys: readonly ApiKey[];
  /** Announces an action; null for keys that are no longer valid, which have no actions. */
  readonly announce: ((words: string) => void) | null;
}

/** API keys with their last use and end. */
export function ApiKeyTable({ caption, keys, announce }: ApiKeyTableProps) {
  if (keys.length === 0) return <p>There are no valid keys.</p>;
  return (
    <table className="table align-middle settings-table">
      <caption className="visually-hidden">{caption}</caption>
      <TableHead
        columns={['Key', 'Role', 'Created', 'Last use', announce ? 'Ends' : 'Ended']}
        actions={announce && 'Revoke'}
      />
      <tbody>
        {keys.map((key) => (
          <tr key={key.id}>
            <th scope="row">
              <span className="settings-name">{key.name}</span>
              <code className="settings-detail">{key.prefix}…</code>
            </th>
            <td data-label="Role">{ROLE_NAMES[key.role]}</td>
            <td data-label="Created">
              {formatDate(key.createdAt)}
              <span className="settings-detail">by {key.createdBy}</span>
            </td>
            <td data-label="Last use">
              <LastUse apiKey={key} />
            </td>
            <td data-label={announce ? 'Ends' : 'Ended'}>
              <End apiKey={key} />
            </td>
            {announce && (
              <td className="settings-action">
                <RevokeKey apiKey={key} announce={announce} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LastUse({ apiKey: { lastUsedAt, lastUsedFrom } }: { readonly apiKey: ApiKey }) {
  if (lastUsedAt === null) return 'never';
  return (
    <>
      {formatInstant(lastUsedAt)}
      {lastUsedFrom !== null && <span className="settings-detail">from {lastUsedFrom}</span>}
    </>
  );
}

function End({ apiKey: { state, expiresAt, revokedAt, revokedBy } }: { readonly apiKey: ApiKey }) {
  if (revokedAt !== null) {
    return (
      <>
        revoked {formatDate(revokedAt)}
        <span className="settings-detail">by {revokedBy}</span>
      </>
    );
  }
  if (expiresAt === null) return 'when revoked';
  return state === 'EXPIRED' ? `expired, ${formatEnd(expiresAt)}` : formatEnd(expiresAt);
}
