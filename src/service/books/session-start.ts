import { randomBytes } from 'node:crypto';
import { isPasswordOf } from '#src/auth/password.ts';
import { hashSecret, isSameHash } from '#src/auth/secret.ts';
import { connectorViewer } from '#src/auth/viewer.ts';
import { type PlannedMonths, planSteps } from '#src/collect/quickbooks-desktop/session.ts';
import { mappingFor } from '#src/core/books/account-mapping.ts';
import { type FurtherMetric, isAsked } from '#src/core/books/further-readings.ts';
import { addMonths, type Month, monthAt, monthRange } from '#src/core/period.ts';
import { write } from '#src/service/scope.ts';
import { readMappings } from '#src/store/account-mappings.ts';
import { type BooksConnection, readBooksConnection } from '#src/store/books-connections.ts';
import { openEntries } from '#src/store/collection-log.ts';
import { insertRun } from '#src/store/collection-runs.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import {
  deleteEndedWebConnectorSessions,
  insertWebConnectorSession,
  openWebConnectorSessions,
} from '#src/store/web-connector-sessions.ts';
import { confirmedMappings } from './mapping-document.ts';
import { endSession } from './session-end.ts';
import { type BooksSettings, scopeOf } from './settings.ts';

const TICKET_BYTES = 16;
/** How long ended sessions stay, so that a late call of one is told why it ended. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1_000;
const REPLACED = 'A newer session of the Web Connector began before this month was read.';

/** The answer of `authenticate`: ticket, then `nvu`, `none` or the company file to open; always two texts. */
export interface Authentication {
  readonly answer: readonly [ticket: string, state: string];
  /** The user name was wrong, or the password. */
  readonly isRefused: boolean;
}

/** Begins a session, with its run and queue. An older session that has not ended is ended. */
export async function authenticateConnector(
  settings: BooksSettings,
  {
    userName,
    password,
    address,
  }: { readonly userName: string; readonly password: string; readonly address: string | null },
): Promise<Authentication> {
  const { database, organizationId } = settings;
  const connection = await readBooksConnection(database.prisma, organizationId);
  // In constant time, as the password's.
  const isUser = isSameHash(hashSecret(userName), hashSecret(connection?.userName ?? ''));
  const isPassword = await isPasswordOf(password, connection?.passwordHash ?? null);
  if (!connection || !isUser || !isPassword) return { answer: ['', 'nvu'], isRefused: true };
  if (connection.paused) return { answer: ['', 'none'], isRefused: false };
  const ticket = randomBytes(TICKET_BYTES).toString('hex');
  await startSession(settings, connection, { ticketHash: hashSecret(ticket), address });
  return { answer: [ticket, connection.company?.path ?? ''], isRefused: false };
}

async function startSession(
  settings: BooksSettings,
  { userName }: BooksConnection,
  { ticketHash, address }: { readonly ticketHash: string; readonly address: string | null },
): Promise<void> {
  const { organizationId, basis, logger, timeZone, monthsToCollect } = settings;
  const scope = scopeOf(settings, connectorViewer(userName, address));
  const running = monthAt(scope.at, timeZone);
  const months = monthRange(addMonths(running, 1 - monthsToCollect), running);
  await write(scope, { permission: 'collection:run' }, async (tx) => {
    for (const older of await openWebConnectorSessions(tx, organizationId)) {
      await endSession(tx, settings, older, { at: scope.at, reason: REPLACED });
    }
    await deleteEndedWebConnectorSessions(tx, organizationId, new Date(scope.at.getTime() - KEPT_MS));
    const runId = await startRun(tx, settings, { months, startedAt: scope.at, requestedBy: scope.actor });
    const session = {
      runId,
      address,
      basis,
      steps: planSteps(await plannedMonths(tx, organizationId, months)),
      startedAt: scope.at,
      ticketHash,
    };
    const id = await insertWebConnectorSession(tx, organizationId, session);
    logger.info({ session: id, runId, months: months.length }, 'A session of the Web Connector began');
    return { result: undefined, audit: [] };
  });
}

/** The balance sheet and the receivables of months that have ended, where the mapping asks for them. */
async function plannedMonths(
  tx: Transaction,
  organizationId: number,
  months: readonly Month[],
): Promise<PlannedMonths> {
  const mappings = confirmedMappings(await readMappings(tx, organizationId));
  const asked = (metric: FurtherMetric) =>
    months.slice(0, -1).filter((month) => {
      const mapping = mappingFor(mappings, month);
      return mapping !== null && isAsked(mapping.further, metric);
    });
  return { statements: months, balanceSheets: asked('cash_reserve'), agings: asked('ar_over_90_days') };
}

async function startRun(
  tx: Transaction,
  { database, organizationId, host, processId }: BooksSettings,
  run: { readonly months: readonly Month[]; readonly startedAt: Date; readonly requestedBy: string },
): Promise<number> {
  const { months, startedAt, requestedBy } = run;
  const plain = { scheduledFor: null, force: false, reason: null } as const;
  const by = { requestedBy, host, processId };
  const runId = await insertRun(tx, organizationId, { trigger: 'web_connector', startedAt, ...plain, ...by });
  const entries = { organizationId, runId, vendorId: database.vendorIds.quickbooks };
  await openEntries(tx, entries, { months, startedAt });
  return runId;
}
