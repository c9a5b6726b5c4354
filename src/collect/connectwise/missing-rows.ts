import pLimit from 'p-limit';
import type { MissingRequest, MissingRow, ReasonOf } from '#src/collect/source.ts';
import { rowKindOf } from '#src/core/collection/evidence.ts';
import type { RemovalReason } from '#src/core/collection/tie-out.ts';
import { periodBoundaries } from '#src/core/period.ts';
import type { ConnectWiseApi } from './api.ts';
import { isClosedStatus, isReactive, type ReactiveRules } from './map.ts';
import type { TimeEntry, WholeTicket } from './types.ts';

/** Maximum rows that one run asks for singly: a renamed board makes thousands disappear at once. */
export const MOST_ASKED = 100;
const ASKED_AT_ONCE = 2;

type Answer = { readonly ticket: WholeTicket | null } | { readonly timeEntry: TimeEntry | null };

/**
 * Asks for rows that are missing, one by one: what a list does not show may be deleted, or be there and no longer match. The first failure ends
 * the asking; what has no answer is `unknown`, and a later run asks again.
 */
export async function explainMissing(
  api: ConnectWiseApi,
  rules: ReactiveRules,
  { rows, timeZone, signal }: MissingRequest,
): Promise<ReasonOf> {
  // A ticket can be missing among the created and the closed ones of its months: it is asked for once.
  const wanted = [...new Map(rows.map((row) => [keyOf(row), row])).values()].slice(0, MOST_ASKED);
  const answers = new Map<string, Answer>();
  const limit = pLimit(ASKED_AT_ONCE);
  let hasFailed = false;
  const ask = async (row: MissingRow): Promise<void> => {
    if (hasFailed) return;
    try {
      const query = { what: `asking for ${rowKindOf(row.metric)} ${row.id}`, id: row.id, signal };
      answers.set(
        keyOf(row),
        isTime(row) ? { timeEntry: await api.timeEntry(query) } : { ticket: await api.ticket(query) },
      );
    } catch {
      hasFailed = true;
    }
  };
  await Promise.all(wanted.map((row) => limit(() => ask(row))));
  return (row) => {
    const answer = answers.get(keyOf(row));
    if (!answer) return 'unknown';
    return 'timeEntry' in answer
      ? reasonOfTime(rules, answer.timeEntry)
      : reasonOfTicket(rules, answer.ticket, { row, timeZone });
  };
}

function isTime({ metric }: MissingRow): boolean {
  return rowKindOf(metric) === 'time entry';
}

function keyOf(row: MissingRow): string {
  return `${rowKindOf(row.metric)} ${row.id}`;
}

function reasonOfTime(rules: ReactiveRules, entry: TimeEntry | null): RemovalReason {
  if (!entry) return 'deleted';
  const isElsewhere = !!entry.chargeToType && entry.chargeToType !== 'ServiceTicket';
  const isOnOtherBoard = !!entry.ticketBoard && !isReactive(rules, entry.ticketBoard);
  return isElsewhere || isOnOtherBoard ? 'moved' : 'unknown';
}

function reasonOfTicket(
  rules: ReactiveRules,
  ticket: WholeTicket | null,
  { row, timeZone }: { readonly row: MissingRow; readonly timeZone: string },
): RemovalReason {
  if (!ticket) return 'deleted';
  // Only parent tickets count: a merged one, or one that was put below another, is counted with that.
  if (ticket.mergedParentTicket?.id || ticket.parentTicketId) return 'merged';
  if (!isReactive(rules, ticket.board?.name)) return 'moved';
  if (row.metric !== 'reactive_tickets_closed') return 'unknown';
  const { start, end } = periodBoundaries(row.month, timeZone);
  const closedAt = Date.parse(ticket.closedDate ?? '');
  const isClosedThen = closedAt >= start.getTime() && closedAt < end.getTime();
  return isClosedStatus(rules, ticket.status?.name) && isClosedThen ? 'unknown' : 'reopened';
}
