import { ROLE_NAMES } from '#src/web/frame/role.ts';
import { formatDate, formatInstant } from '#src/web/values/format.ts';
import { formatEnd } from './local-date.ts';
import { type ApiKey, RevokeKey } from './revoke-key.tsx';

interface ApiKeyTableProps {
  readonly caption: string;
  readonly keys: readonly ApiKey[];
  /** Says what has been done; null where nothing can be done any more. */
  readonly tell: ((words: string) => void) | null;
}

/** Keys with what is known of their use. */
export function ApiKeyTable({ caption, keys, tell }: ApiKeyTableProps) {
  if (keys.length === 0) return <p>No key is accepted now.</p>;
  return (
    <table className="table align-middle settings-table">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">Role</th>
          <th scope="col">Made</th>
          <th scope="col">Last use</th>
          <th scope="col">{tell ? 'Ends' : 'Ended'}</th>
          {tell && (
            <th scope="col">
              <span className="visually-hidden">Revoke</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.id}>
            <th scope="row">
              <span className="settings-name">{key.name}</span>
              <code className="settings-detail">{key.prefix}…</code>
            </th>
            <td data-label="Role">{ROLE_NAMES[key.role]}</td>
            <td data-label="Made">
              {formatDate(key.createdAt)}
              <span className="settings-detail">by {key.createdBy}</span>
            </td>
            <td data-label="Last use">
              <LastUse apiKey={key} />
            </td>
            <td data-label={tell ? 'Ends' : 'Ended'}>
              <End apiKey={key} />
            </td>
            {tell && (
              <td className="settings-action">
                <RevokeKey apiKey={key} tell={tell} />
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
