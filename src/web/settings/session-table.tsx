import { TableHead } from '#src/web/controls/table-head.tsx';
import { ROLE_NAMES } from '#src/web/frame/role.ts';
import { formatInstant } from '#src/web/values/format.ts';
import { EndSession, type Session, whoseSession } from './end-session.tsx';

interface SessionTableProps {
  readonly sessions: readonly Session[];
  announce(words: string): void;
}

/** Sessions, each with a button to end it. */
export function SessionTable({ sessions, announce }: SessionTableProps) {
  return (
    <table className="table align-middle settings-table">
      <caption className="visually-hidden">Sessions</caption>
      <TableHead columns={['Person', 'Signed in', 'Directory role', 'Ends']} actions="End" />
      <tbody>
        {sessions.map((session) => {
          const { id, person, isCurrent, createdAt, address, directoryRole, expiresAt } = session;
          return (
            <tr key={id}>
              <th scope="row">
                <span className="settings-name">{whoseSession(session)}</span>
                {isCurrent && <span className="badge text-bg-secondary ms-2">current</span>}
                {person.name !== null && <span className="settings-detail">{person.email}</span>}
              </th>
              <td data-label="Signed in">
                {formatInstant(createdAt)}
                {address !== null && <span className="settings-detail">from {address}</span>}
              </td>
              <td data-label="Directory role">{directoryRole === null ? '—' : ROLE_NAMES[directoryRole]}</td>
              <td data-label="Ends">{formatInstant(expiresAt)}</td>
              <td className="settings-action">
                <EndSession session={session} announce={announce} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
