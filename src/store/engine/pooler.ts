import type pg from 'pg';
import { DatabaseUnavailableError } from './errors.ts';

/** What a pooler between the program and the server has to be, in a sentence for the operator. */
const REMEDY =
  'the program needs a session for each connection, for its settings, locks and notifications: set pool_mode = session (PgBouncer), or let DATABASE_URL name the server itself';

/**
 * Sees to it that a connection has a session of its own for as long as it is open, which it has not behind a pooler that gives each
 * transaction whichever session is free.
 * @param connect opens a second connection, where there is a pooler
 * @throws DatabaseUnavailableError
 */
export async function requireOwnSession(client: pg.Client, connect: () => Promise<pg.Client>): Promise<void> {
  const pid = await sessionOf(client);
  // A pooler names processes of its own to its clients.
  if (pid === announcedBy(client)) return;
  const other = await connect();
  try {
    const otherPid = await sessionOf(other);
    const isOwn = pid !== otherPid && pid === (await sessionOf(client)) && otherPid === (await sessionOf(other));
    if (isOwn) return;
    // Nobody else is to find the settings of these connections in the sessions that they have had.
    for (const each of [client, other]) await each.query('DISCARD ALL');
  } finally {
    await other.end().catch(() => undefined);
  }
  throw new DatabaseUnavailableError(
    `PostgreSQL at ${client.host}:${client.port}/${client.database ?? ''} is behind a pooler that gives each transaction another session; ${REMEDY}`,
  );
}

async function sessionOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid;
}

/** The process that the other side has named when the connection was opened. */
function announcedBy(client: pg.Client): number | null {
  return (client as pg.Client & { readonly processID?: number }).processID ?? null;
}
