import { ConfirmedAction } from '#src/web/controls/confirmed-action.tsx';
import { RevokeSessionOperation, type SessionsQuery } from '#src/web/gql/operations.ts';
import { formatInstant } from '#src/web/values/format.ts';

export type Session = SessionsQuery['sessions'][number];

interface EndSessionProps {
  readonly session: Session;
  announce(words: string): void;
}

/** Ends one session of a person, after a confirmation. */
export function EndSession({ session, announce }: EndSessionProps) {
  const { id, isCurrent, createdAt, address } = session;
  const who = whoseSession(session);
  const since = `of ${formatInstant(createdAt)}`;
  return (
    <ConfirmedAction
      action="End"
      label={`End the session of ${who} ${since}`}
      question={`End the session of ${who}?`}
      operation={RevokeSessionOperation}
      variables={{ input: { id } }}
      whenDone={() => announce(`The session of ${who} has ended.`)}
    >
      <p>
        The session {since}
        {address !== null && `, from ${address}`}. Unsaved input there is lost.
      </p>
      {isCurrent && <p className="mb-0">This is your current session: you will have to sign in again.</p>}
    </ConfirmedAction>
  );
}

/** The name of a session's person. */
export function whoseSession({ id, person: { name, email } }: Session): string {
  return name ?? email ?? `Session ${id}`;
}
