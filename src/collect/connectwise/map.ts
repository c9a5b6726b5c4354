import type { MonthReading, RowsRead } from '#src/collect/source.ts';
import type { EvidenceRow } from '#src/core/collection/evidence.ts';
import { exclusionsOf, type Provenance } from '#src/core/collection/provenance.ts';
import type { RemovalReason } from '#src/core/collection/tie-out.ts';
import { InvalidParameterError } from '#src/core/errors.ts';
import { Decimal, Fraction, round, toFraction } from '#src/core/number.ts';
import type { Boundaries } from '#src/core/period.ts';
import { nounFor } from '#src/core/words.ts';
import type { Ticket, TimeEntry } from './types.ts';

/**
 * Maps between ConnectWise PSA and core, without I/O: builds the `conditions` of docs/calculations.md section 11 and makes the
 * monthly readings from the responses.
 */

/** What counts as a reactive ticket. */
export interface ReactiveRules {
  readonly boards: readonly string[];
  readonly closedStatuses: readonly string[];
}

/** The responses of ConnectWise PSA for one month. */
export interface MonthAnswers {
  /** Ids of tickets. */
  readonly created: readonly number[];
  readonly closed: readonly number[];
  readonly timeEntries: readonly TimeEntry[];
}

/** The boards of tickets looked up by id; a ticket whose id is not in `boards` no longer exists. */
export interface TicketBoards {
  /** Ticket id → name of its board, null for a ticket without one. */
  readonly boards: ReadonlyMap<number, string | null>;
  /** Whether the server supports `ticketBoard` on time entries; without it every ticket is looked up. */
  readonly isFieldKnown: boolean;
}

const HOURS_PLACES = 2;
/** Maximum number of missing tickets named in a note. */
const NAMED_TICKETS = 5;

/** Condition of parent tickets on the reactive boards that were entered within `month`, whatever their status, from the id after `afterId`. */
export function createdCondition(rules: ReactiveRules, month: Boundaries, afterId?: number): string {
  // `dateEntered` filters tickets although a ticket's JSON has it only inside `_info`.
  return after(afterId, `${reactiveParents(rules)} and ${within('dateEntered', month)}`);
}

/** Condition of parent tickets on the reactive boards that were closed within `month` and have a closed status, as `createdCondition`. */
export function closedCondition(rules: ReactiveRules, month: Boundaries, afterId?: number): string {
  // By name: the same status has another id on every board. Not by `closedFlag`, which can be false on a closed ticket.
  const isClosed = `status/name in ${list(rules.closedStatuses)} and ${within('closedDate', month)}`;
  return after(afterId, `${reactiveParents(rules)} and ${isClosed}`);
}

/** Condition of time entries on service tickets that were entered (not worked) within `month`, from the id after `afterId`. */
export function timeEntryCondition(month: Boundaries, afterId: number | undefined): string {
  return after(afterId, `chargeToType = "ServiceTicket" and ${within('dateEntered', month)}`);
}

function after(id: number | undefined, rows: string): string {
  return id === undefined ? rows : `${rows} and id > ${id}`;
}

/** Condition of the tickets with these ids. */
export function ticketIdCondition(ids: readonly number[]): string {
  return `id in (${ids.join(',')})`;
}

function reactiveParents(rules: ReactiveRules): string {
  return `board/name in ${list(rules.boards)} and parentTicketId = null`;
}

/** Half-open, so that a row at exactly midnight belongs to one month only. */
function within(field: string, { start, end }: Boundaries): string {
  return `${field} >= ${dateLiteral(start)} and ${field} < ${dateLiteral(end)}`;
}

/** `[2025-01-01T06:00:00Z]`: PSA's dates are UTC in whole seconds, always with the zone. */
function dateLiteral(instant: Date): string {
  return `[${instant.toISOString().replace(/\.\d{3}Z$/, 'Z')}]`;
}

function list(names: readonly string[]): string {
  return `(${names.map(literal).join(',')})`;
}

/** Quoted with the kind of quotes that the name does not contain. */
function literal(name: string): string {
  return name.includes('"') ? `'${name}'` : `"${name}"`;
}

/**
 * Checks and trims names for a condition.
 * @throws InvalidParameterError for an empty list or name, and for one with both kinds of quotes, a backslash or a control
 *   character, which the conditions grammar has no documented way to escape
 */
export function conditionNames(names: readonly string[], setting: string): string[] {
  if (names.length === 0) throw new InvalidParameterError(`${setting} must name at least one`, { field: setting });
  return names.map((name) => {
    const trimmed = name.trim();
    const isQuotable = !(trimmed.includes('"') && trimmed.includes("'"));
    if (trimmed !== '' && isQuotable && !/[\\\p{Cc}]/u.test(trimmed)) return trimmed;
    throw new InvalidParameterError(
      `${setting} must be names without backslashes, control characters and both kinds of quotes, not ${JSON.stringify(name)}`,
      { field: setting },
    );
  });
}

/** Ids of the tickets of time entries without a board, each once, ascending. */
export function ticketsToLookUp(months: Iterable<MonthAnswers>): number[] {
  const ids = new Set<number>();
  for (const { timeEntries } of months) {
    for (const entry of timeEntries) if (!entry.ticketBoard && entry.chargeToId) ids.add(entry.chargeToId);
  }
  return [...ids].sort((a, b) => a - b);
}

/** Ticket id → board name of tickets that were found. */
export function boardsOf(tickets: Iterable<Ticket>): Map<number, string | null> {
  return new Map([...tickets].map((ticket) => [ticket.id, ticket.board?.name ?? null]));
}

/** The three metrics of a month, with notes, provenance and evidence. */
export function monthReading(rules: ReactiveRules, answers: MonthAnswers, tickets: TicketBoards): MonthReading {
  const time = reactiveTime(rules, answers.timeEntries, tickets.boards);
  const [created, closed] = [answers.created.length, answers.closed.length];
  return {
    values: new Map([
      ['reactive_tickets_created', new Decimal(created)],
      ['reactive_tickets_closed', new Decimal(closed)],
      ['reactive_time_spent', round(time.hours, HOURS_PLACES)],
    ]),
    notes: [
      `${amount(created)} ${nounFor(created, 'ticket')} created and ${amount(closed)} closed, parent tickets only.`,
      ...timeNotes(time, tickets.isFieldKnown),
    ],
    provenance: new Map([
      ['reactive_tickets_created', ticketProvenance(`${parentTickets(rules)}, any status, by date entered`, created)],
      [
        'reactive_tickets_closed',
        ticketProvenance(`${parentTickets(rules)}, now at ${statuses(rules)}, by date closed`, closed),
      ],
      ['reactive_time_spent', timeProvenance(rules, time)],
    ]),
    evidence: new Map([
      ['reactive_tickets_created', ticketRows(answers.created)],
      ['reactive_tickets_closed', ticketRows(answers.closed)],
      ['reactive_time_spent', { rows: time.rows, leftOut: time.leftOut }],
    ]),
  };
}

function ticketRows(ids: readonly number[]): RowsRead {
  return { rows: ids.map((id) => ({ id, amount: null })), leftOut: new Map() };
}

/** The server filters the tickets, so exclusions are unknown. */
function ticketProvenance(filter: string, rowsCounted: number): Provenance {
  return { filter, rowsCounted, exclusions: [], snapshotDate: null };
}

function timeProvenance(rules: ReactiveRules, time: ReactiveTime): Provenance {
  const unnamed = time.orphans.filter((id) => id === null).length;
  return {
    filter: `Time entries on service tickets ${onBoards(rules)}, child tickets included, by date entered`,
    rowsCounted: time.rows.length,
    exclusions: exclusionsOf({
      'on other boards': time.read - time.rows.length - time.orphans.length,
      'of tickets that no longer exist': time.orphans.length - unnamed,
      'without a ticket': unnamed,
    }),
    snapshotDate: null,
  };
}

function parentTickets(rules: ReactiveRules): string {
  return `Parent tickets ${onBoards(rules)}`;
}

function onBoards({ boards }: ReactiveRules): string {
  return `on the ${nounFor(boards.length, 'board')} ${quoted(boards)}`;
}

function statuses({ closedStatuses }: ReactiveRules): string {
  return `the ${nounFor(closedStatuses.length, 'status', 'statuses')} ${quoted(closedStatuses)}`;
}

function quoted(names: readonly string[]): string {
  return names.map(literal).join(', ');
}

interface ReactiveTime {
  readonly hours: Fraction;
  readonly read: number;
  /** The entries on reactive boards, with their hours. */
  readonly rows: readonly EvidenceRow[];
  /** All others. */
  readonly leftOut: ReadonlyMap<number, RemovalReason>;
  readonly withoutHours: number;
  readonly lookedUp: number;
  /** The ticket ids of entries whose ticket no longer exists; `null` for an entry without a ticket. */
  readonly orphans: readonly (number | null)[];
}

/** Sums the hours of the entries on reactive boards, exactly: fractions, because doubles may exceed a fixed precision. */
function reactiveTime(
  rules: ReactiveRules,
  entries: readonly TimeEntry[],
  boards: TicketBoards['boards'],
): ReactiveTime {
  const tally = { hours: new Fraction(0), withoutHours: 0, lookedUp: 0, orphans: [] as (number | null)[] };
  const rows: EvidenceRow[] = [];
  const leftOut = new Map<number, RemovalReason>();
  for (const entry of entries) {
    const ticketId = entry.chargeToId ?? null;
    if (!entry.ticketBoard && (ticketId === null || !boards.has(ticketId))) {
      tally.orphans.push(ticketId);
      leftOut.set(entry.id, 'unknown');
      continue;
    }
    if (!entry.ticketBoard) tally.lookedUp += 1;
    const board = entry.ticketBoard || (ticketId === null ? null : boards.get(ticketId));
    if (!isReactive(rules, board)) {
      leftOut.set(entry.id, 'moved');
      continue;
    }
    // PSA omits the field of an entry without hours.
    if (entry.actualHours === undefined || entry.actualHours === null) tally.withoutHours += 1;
    // `new Decimal(0.1)` is exactly 0.1: the shortest text of the double, which is what the server wrote.
    const hours = new Decimal(entry.actualHours ?? 0);
    rows.push({ id: entry.id, amount: hours });
    tally.hours = tally.hours.add(toFraction(hours));
  }
  return { ...tally, rows, leftOut, read: entries.length };
}

/** Whether a board of that name is one of the reactive ones. */
export function isReactive({ boards }: ReactiveRules, name: string | null | undefined): boolean {
  return !!name && boards.some((board) => comparable(board) === comparable(name));
}

/** Whether a status of that name is one of a closed ticket. */
export function isClosedStatus({ closedStatuses }: ReactiveRules, name: string | null | undefined): boolean {
  return !!name && closedStatuses.some((status) => comparable(status) === comparable(name));
}

/** PSA compares names case-insensitively (its database's collation), so returned board names are compared the same way. */
function comparable(name: string): string {
  return name.trim().toLowerCase();
}

function timeNotes(time: ReactiveTime, isFieldKnown: boolean): string[] {
  const notes = [`${timeEntries(time.read)} read, ${amount(time.rows.length)} on reactive boards.`];
  if (!isFieldKnown) notes.push('The server does not return the board of time entries; it was looked up by ticket.');
  else if (time.lookedUp > 0) {
    notes.push(`${timeEntries(time.lookedUp)} had no board; it was looked up by ticket.`);
  }
  if (time.withoutHours > 0) notes.push(`${timeEntries(time.withoutHours)} without hours, counted as 0.`);
  const missing = [...new Set(time.orphans.filter((id) => id !== null))];
  const orphans = time.orphans.filter((id) => id !== null).length;
  if (orphans > 0) notes.push(`${timeEntries(orphans)} left out: ${missingTickets(missing)}.`);
  const unnamed = time.orphans.length - orphans;
  if (unnamed > 0) notes.push(`${timeEntries(unnamed)} left out: no ticket given.`);
  return notes;
}

function missingTickets(ids: readonly number[]): string {
  if (ids.length === 1) return `ticket ${ids[0]} no longer exists`;
  if (ids.length <= NAMED_TICKETS) return `tickets ${ids.join(', ')} no longer exist`;
  return `tickets ${ids.slice(0, NAMED_TICKETS).join(', ')} and ${amount(ids.length - NAMED_TICKETS)} more no longer exist`;
}

function timeEntries(count: number): string {
  return `${amount(count)} ${nounFor(count, 'time entry', 'time entries')}`;
}

function amount(count: number): string {
  return count.toLocaleString('en-US');
}
