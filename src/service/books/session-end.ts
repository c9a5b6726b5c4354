import {
  failedFurther,
  failRest,
  isComplete,
  openTransactions,
  statementsIn,
} from '#src/collect/quickbooks-desktop/session.ts';
import type { WebConnectorSession } from '#src/core/books/web-connector-session.ts';
import type { Month } from '#src/core/period.ts';
import { failEntries } from '#src/store/collection-log.ts';
import { endRun } from '#src/store/collection-runs.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { saveWebConnectorSession } from '#src/store/web-connector-sessions.ts';
import { addNotes } from './changed-transactions.ts';
import type { BooksSettings } from './settings.ts';
import { transactionsRefusalText } from './statement-refusal.ts';

/** A session without a call for this long has ended. */
export const SILENCE_MS = 30 * 60 * 1_000;

/** Whether a session has been silent for so long that it has ended. */
export function isSilent({ lastCallAt }: WebConnectorSession, at: Date): boolean {
  return at.getTime() - lastCallAt.getTime() >= SILENCE_MS;
}

/** Fails the log rows of months, with the reason. */
export async function failMonths(
  tx: Transaction,
  { database, organizationId }: BooksSettings,
  { runId }: WebConnectorSession,
  failure: {
    readonly months: readonly Month[];
    readonly message: string;
    readonly at: Date;
    readonly isTransient: boolean;
  },
): Promise<void> {
  if (failure.months.length === 0) return;
  const { months, message, at: endedAt, isTransient } = failure;
  const entries = { organizationId, runId, vendorId: database.vendorIds.quickbooks };
  await failEntries(tx, entries, { months, message, endedAt, isTransient });
}

/**
 * Ends a session and its run. Steps that have not ended fail with the reason: their months stay as they were.
 * @returns the ended session
 */
export async function endSession(
  tx: Transaction,
  settings: BooksSettings,
  session: WebConnectorSession,
  { at, reason, isTransient = true }: { readonly at: Date; readonly reason: string; readonly isTransient?: boolean },
): Promise<WebConnectorSession> {
  const isWhole = isComplete(session);
  const unread = [...statementsIn(session, 'waiting'), ...statementsIn(session, 'sent')].flatMap(
    ({ month }) => month ?? [],
  );
  await failMonths(tx, settings, session, { months: unread, message: reason, at, isTransient });
  const unexplained = new Set(openTransactions(session).flatMap(({ month }) => month ?? []));
  const notes = [...unexplained].map((month) => ({ month, notes: transactionsRefusalText(month, reason) }));
  await addNotes({ tx, settings, session }, notes);
  // If the clock was set back, a session must not end before its start.
  const endedAt = new Date(Math.max(at.getTime(), session.startedAt.getTime()));
  const ended = { ...(isWhole ? session : failRest(session, reason)), endedAt, lastCallAt: endedAt };
  await saveWebConnectorSession(tx, settings.organizationId, ended);
  await endRun(tx, settings.organizationId, { id: session.runId, status: runStatus(ended), endedAt });
  return ended;
}

/** A run is whole if every statement was stored, and every report beside them. */
export function runStatus(session: WebConnectorSession): 'success' | 'partial' | 'failed' {
  const isPartial = failedFurther(session).length > 0;
  if (statementsIn(session, 'failed').length === 0) return isPartial ? 'partial' : 'success';
  return statementsIn(session, 'done').length === 0 ? 'failed' : 'partial';
}

/** How a session ended, in a sentence for the Web Connector's window. */
export function outcomeText(session: WebConnectorSession): string {
  const failed = statementsIn(session, 'failed');
  const read = statementsIn(session, 'done').length;
  const total = read + failed.length;
  if (failed.length === 0) return failedFurther(session)[0]?.message ?? 'OK';
  const [first] = failed;
  return `${read} of ${total} months were read. ${first?.month}: ${first?.message}`;
}
