import type { ConnectWiseTicketRow } from '../connectwise/rows.ts';
import { dateRange, dayStart, isoSeconds, localDateTime, shiftDate, weekday } from './calendar.ts';
import { type Client, isClientAt } from './clients.ts';
import type { Random } from './random.ts';

/** The name of the reactive board of the generated world. */
export const HELP_DESK = 'Help Desk';

interface Board {
  readonly id: number;
  readonly name: string;
  /** Parent tickets a month at scale 1. */
  readonly monthly: number;
  /** How much work is logged on a ticket, as a multiple of the Help Desk's. */
  readonly effort: number;
  readonly summaries: readonly [string, ...string[]];
}

/** The service boards. Only the Help Desk is reactive. */
export const BOARDS: readonly Board[] = [
  {
    id: 1,
    name: HELP_DESK,
    monthly: 345,
    effort: 1,
    summaries: [
      'Outlook will not open',
      'Password reset',
      'Cannot print to the front desk printer',
      'VPN drops every few minutes',
      'Scanner to e-mail stopped working',
      'Laptop is slow',
      'New user cannot log in',
      'Shared drive is missing',
      'Suspicious e-mail received',
      'Monitor stays black after docking',
    ],
  },
  {
    id: 2,
    name: 'Monitoring Alerts',
    monthly: 110,
    effort: 0.2,
    summaries: ['Disk space low', 'Backup failed', 'Server offline'],
  },
  { id: 3, name: 'Onboarding', monthly: 14, effort: 4, summaries: ['Set up new employee', 'Prepare workstation'] },
  { id: 4, name: 'Procurement', monthly: 18, effort: 0.5, summaries: ['Quote for laptops', 'Licence renewal'] },
  { id: 5, name: 'Internal', monthly: 9, effort: 1.5, summaries: ['Update documentation', 'Patch our own servers'] },
];

/** A ticket with what the rest of the world needs to know of it. */
export interface Ticket {
  readonly row: ConnectWiseTicketRow;
  readonly board: Board;
  readonly enteredAt: number;
  /** Last instant at which work is done on it: its closing, or now. */
  readonly workedUntil: number;
  /** Opened by a machine, which logs its time at that very instant. */
  readonly isAutomatic: boolean;
}

interface Draft {
  readonly board: Board;
  readonly company: NonNullable<ConnectWiseTicketRow['company']>;
  readonly summary: string;
  readonly enteredAt: number;
  readonly closedAt: number | null;
  readonly status: string;
  readonly parent: Draft | null;
  readonly isAutomatic: boolean;
  children: number;
}

const CLOSED_STATUSES = [
  ['>Closed', 880],
  ['>Closed - No response', 80],
  ['Closed', 25],
  // Ends a ticket too, but is no closing (docs/calculations.md section 11).
  ['>Cancelled', 9],
] as const;
const OPEN_STATUSES = ['New', 'In Progress', 'Waiting on Client', 'Scheduled', 'Re-Opened'] as const;
const REOPENED = 'Re-Opened';
/** Sunday to Saturday, as multiples of an average day. */
const WEEKDAY_WEIGHTS = [0.06, 1.62, 1.45, 1.4, 1.36, 1.06, 0.12];
const DAYS_PER_MONTH = 30.4;
const HOUR_MS = 3_600_000;

export interface TicketWorld {
  readonly clients: readonly Client[];
  readonly months: readonly string[];
  readonly timeZone: string;
  readonly until: number;
  readonly scale: number;
}

/** All service tickets from six weeks before the first month until now, in order of entry; ids grow with it. */
export function generateTickets(random: Random, world: TicketWorld): Ticket[] {
  const first = `${world.months[0]}-01`;
  const dates = dateRange(shiftDate(first, -42), localDateTime(world.until, world.timeZone).slice(0, 10));
  const drafts = dates.flatMap((date, index) => {
    // Business grows by a fifth over the whole time.
    const growth = 0.9 + (0.2 * index) / dates.length;
    const midnight = dayStart(date, world.timeZone);
    const rate = growth * world.scale * ((WEEKDAY_WEIGHTS[weekday(date)] ?? 1) / DAYS_PER_MONTH);
    return [
      ...BOARDS.flatMap((board) =>
        dayDrafts(random.fork(`${date} ${board.name}`), { ...world, board, midnight, rate }),
      ),
      ...(date.endsWith('-01') ? midnightDrafts(random.fork(`${date} midnight`), world, midnight) : []),
    ];
  });
  const entered = drafts.filter(({ enteredAt }) => enteredAt <= world.until).sort((a, b) => a.enteredAt - b.enteredAt);
  const ids = new Map(entered.map((draft, index) => [draft, 41_000 + index * 2]));
  return entered.map((draft) => finish(draft, ids, world.until));
}

/** `rate` is the share of a month's tickets that this day gets. */
function dayDrafts(random: Random, day: TicketWorld & { board: Board; midnight: number; rate: number }): Draft[] {
  const count = random.poisson(day.board.monthly * day.rate);
  return Array.from({ length: count }, () => newDraft(random, day, day.midnight + timeOfDayMs(random))).flatMap(
    (parent) => [parent, ...(random.chance(0.04) ? childDrafts(random, parent) : [])],
  );
}

/** Machines work at midnight sharp: tickets opened and closed on the boundary of months, and one second before it. */
function midnightDrafts(random: Random, world: TicketWorld, midnight: number): Draft[] {
  const board = BOARDS[0];
  if (board === undefined) return [];
  const summary = 'Nightly job report needs attention';
  return [midnight - 1000, midnight].flatMap((instant) => [
    { ...newDraft(random, { ...world, board }, instant), summary, isAutomatic: true },
    {
      ...newDraft(random, { ...world, board }, instant - 6 * HOUR_MS),
      summary,
      closedAt: instant,
      status: '>Closed',
      isAutomatic: true,
    },
  ]);
}

function newDraft(random: Random, world: TicketWorld & { board: Board }, enteredAt: number): Draft {
  const active = world.clients.filter((client) => isClientAt(client, enteredAt));
  const client = random.weighted(active.map((candidate) => [candidate, candidate.devices] as const));
  const identifier = client.name.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 20);
  return {
    board: world.board,
    company: { id: client.id, identifier, name: client.name },
    summary: random.pick(world.board.summaries),
    enteredAt,
    ...lifecycle(random, enteredAt),
    parent: null,
    isAutomatic: false,
    children: 0,
  };
}

function childDrafts(random: Random, parent: Draft): Draft[] {
  parent.children = random.int(1, 3);
  return Array.from({ length: parent.children }, (_, index) => {
    const enteredAt = parent.enteredAt + random.int(60, 7200) * 1000;
    const summary = `${parent.summary} (${index + 2})`;
    return { ...parent, ...lifecycle(random, enteredAt), summary, enteredAt, parent, children: 0 };
  });
}

/** How a ticket ends: mostly closed within days; a few reopened with or without their closing date; a few never. */
function lifecycle(random: Random, enteredAt: number): { closedAt: number | null; status: string } {
  const hours = random.weighted([
    [random.next() * 5 + 0.2, 62] as const,
    [random.int(1, 3) * 24 + random.next() * 4, 24] as const,
    [random.int(4, 12) * 24 + random.next() * 4, 11] as const,
    [random.int(13, 50) * 24 + random.next() * 4, 3] as const,
  ]);
  const closedAt = enteredAt + Math.round((hours * HOUR_MS) / 1000) * 1000;
  if (random.chance(0.008)) return { closedAt: random.chance(0.5) ? closedAt : null, status: REOPENED };
  if (random.chance(0.004)) return { closedAt: null, status: 'Waiting on Client' };
  return { closedAt, status: random.weighted(CLOSED_STATUSES) };
}

/** Mostly office hours with a dip at noon, the rest around the clock. In milliseconds after midnight, whole seconds. */
function timeOfDayMs(random: Random): number {
  const hour = random.weighted([
    [random.normal(10, 1.2), 55] as const,
    [random.normal(14.5, 1.4), 38] as const,
    [random.next() * 24, 7] as const,
  ]);
  return Math.floor(Math.min(23.999, Math.max(0, hour)) * 3600) * 1000;
}

function finish(draft: Draft, ids: ReadonlyMap<Draft, number>, until: number): Ticket {
  const isEnded = draft.closedAt !== null && draft.closedAt <= until;
  const isOpenYet = draft.closedAt !== null && draft.closedAt > until;
  const status = isOpenYet ? (until - draft.enteredAt < 4 * HOUR_MS ? 'New' : 'In Progress') : draft.status;
  const workedUntil = Math.min(draft.closedAt ?? draft.enteredAt + 72 * HOUR_MS, until);
  const row: ConnectWiseTicketRow = {
    id: ids.get(draft) ?? 0,
    summary: draft.summary,
    recordType: 'ServiceTicket',
    board: { id: draft.board.id, name: draft.board.name },
    status: { id: statusId(draft.board.id, status), name: status },
    company: draft.company,
    closedDate: isEnded && draft.closedAt !== null ? isoSeconds(draft.closedAt) : null,
    closedFlag: isEnded && status !== REOPENED,
    parentTicketId: draft.parent === null ? null : (ids.get(draft.parent) ?? null),
    hasChildTicket: draft.children > 0,
    _info: { dateEntered: isoSeconds(draft.enteredAt), lastUpdated: isoSeconds(workedUntil) },
  };
  return { row, board: draft.board, enteredAt: draft.enteredAt, workedUntil, isAutomatic: draft.isAutomatic };
}

/** The same status name has another id on every board. */
function statusId(boardId: number, status: string): number {
  const names: readonly string[] = [...CLOSED_STATUSES.map(([name]) => name), ...OPEN_STATUSES];
  return boardId * 100 + names.indexOf(status) + 1;
}
