import type { WebConnectorSession } from '#src/core/books/web-connector-session.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { prismaValues } from '#src/store/engine/sql.ts';
import type { Prisma, WebConnectorSession as SessionRow } from '#src/store/generated/prisma/client.ts';

/** @returns the session's id */
export async function insertWebConnectorSession(
  tx: Transaction,
  organizationId: number,
  session: Pick<WebConnectorSession, 'runId' | 'address' | 'basis' | 'steps' | 'startedAt'> & {
    /** SHA-256 of the ticket. */
    readonly ticketHash: string;
  },
): Promise<number> {
  const { steps, ...row } = session;
  const { id } = await tx.webConnectorSession.create({
    data: { organizationId, ...row, steps: steps as unknown as Prisma.InputJsonArray, lastCallAt: row.startedAt },
    select: { id: true },
  });
  return id;
}

/** Who a ticket is of: the connection's user name, and the address that the session began at; null if it is unknown. One statement. */
export async function findTicketHolder(
  reader: Reader,
  organizationId: number,
  ticketHash: string,
): Promise<{ readonly userName: string; readonly address: string | null } | null> {
  const [holder] = await reader.$queryRaw<{ userName: string; address: string | null }[]>`
    SELECT connection.user_name AS "userName", session.address
    FROM qbr_web_connector_session AS session
    JOIN qbr_books_connection AS connection ON connection.organization_id = ${organizationId}::integer
    WHERE session.organization_id = ${organizationId}::integer AND session.ticket_hash = ${ticketHash}`;
  return holder ?? null;
}

/** The session of a ticket, even if it has ended; null if there is none. Lock the organization before changing it. */
export async function findWebConnectorSession(
  reader: Reader,
  organizationId: number,
  ticketHash: string,
): Promise<WebConnectorSession | null> {
  const row = await reader.webConnectorSession.findFirst({
    where: { organizationId, ticketHash },
  });
  return row && storedSession(row);
}

/** The sessions that have not ended, oldest first; with `silentSince`, those without a call after it. */
export async function openWebConnectorSessions(
  reader: Reader,
  organizationId: number,
  { silentSince }: { readonly silentSince?: Date } = {},
): Promise<WebConnectorSession[]> {
  const rows = await reader.webConnectorSession.findMany({
    where: { organizationId, endedAt: null, ...(silentSince && { lastCallAt: { lte: silentSince } }) },
    orderBy: { id: 'asc' },
  });
  return rows.map(storedSession);
}

/** The newest session; null if there is none. */
export async function newestWebConnectorSession(
  reader: Reader,
  organizationId: number,
): Promise<WebConnectorSession | null> {
  const row = await reader.webConnectorSession.findFirst({ where: { organizationId }, orderBy: { id: 'desc' } });
  return row && storedSession(row);
}

/** Stores the state of a session after a call. */
export async function saveWebConnectorSession(
  tx: Transaction,
  organizationId: number,
  { id, steps, host, connectionErrors, lastError, lastCallAt, endedAt }: WebConnectorSession,
): Promise<void> {
  const { DbNull } = await prismaValues();
  await tx.webConnectorSession.update({
    where: { organizationId_id: { organizationId, id } },
    data: {
      steps: steps as unknown as Prisma.InputJsonArray,
      host: host === null ? DbNull : (host as unknown as Prisma.InputJsonObject),
      ...{ connectionErrors, lastError, lastCallAt, endedAt },
    },
  });
}

/** Deletes the sessions that ended before an instant. Their runs stay. */
export async function deleteEndedWebConnectorSessions(
  tx: Transaction,
  organizationId: number,
  before: Date,
): Promise<void> {
  await tx.webConnectorSession.deleteMany({ where: { organizationId, endedAt: { lt: before } } });
}

function storedSession({ organizationId: _, ticketHash: _hash, steps, host, basis, ...row }: SessionRow) {
  // Written by the functions above alone.
  const json = { steps, host, basis } as unknown as Pick<WebConnectorSession, 'steps' | 'host' | 'basis'>;
  return { ...row, ...json };
}
