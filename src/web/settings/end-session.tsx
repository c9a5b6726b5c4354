import { useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { RevokeSessionOperation, type SessionsQuery } from '#src/web/gql/operations.ts';
import { formatInstant } from '#src/web/values/format.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

export type Session = SessionsQuery['sessions'][number];

interface EndSessionProps {
  readonly session: Session;
  announce(words: string): void;
}

/** Ends one session of a person, after a confirmation. */
export function EndSession({ session, announce }: EndSessionProps) {
  const [isAsking, setAsking] = useState(false);
  const { refusals, isPending, run, forget } = useRefusableChange(RevokeSessionOperation);
  const { id, isCurrent, createdAt, address } = session;
  const who = whoseSession(session);
  const since = `of ${formatInstant(createdAt)}`;
  const close = () => {
    setAsking(false);
    forget();
  };
  const end = () =>
    run({ input: { id } }, () => {
      close();
      announce(`The session of ${who} has ended.`);
    });
  return (
    <>
      <button
        type="button"
        className="btn btn-sm btn-outline-secondary"
        aria-label={`End the session of ${who} ${since}`}
        onClick={() => setAsking(true)}
      >
        End
      </button>
      {isAsking && (
        <ConfirmDialog
          title={`End the session of ${who}?`}
          action="End"
          confirm={end}
          {...{ refusals, isPending, close }}
        >
          <p>
            The session {since}
            {address !== null && `, from ${address}`}. Unsaved input there is lost.
          </p>
          {isCurrent && <p className="mb-0">This is your current session: you will have to sign in again.</p>}
        </ConfirmDialog>
      )}
    </>
  );
}

/** The name of a session's person. */
export function whoseSession({ id, person: { name, email } }: Session): string {
  return name ?? email ?? `Session ${id}`;
}
