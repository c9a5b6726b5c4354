import type { ConnectWiseTimeEntryRow } from '../connectwise/rows.ts';
import { isoSeconds } from './calendar.ts';
import type { Random } from './random.ts';
import { HELP_DESK, type Ticket } from './tickets.ts';

const MEMBERS = [1, 2, 3, 4, 5, 6].map((id) => ({ id, identifier: `tech${id}`, name: `Technician ${id}` }));
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Ids above those of tickets, as charge codes and project tickets have ids of their own. */
const PROJECT_TICKET_IDS = 900_000;

/** Minutes worked at a time. ConnectWise keeps hours to two decimals, so most are not exact in binary. */
const MINUTES = [
  [5, 14],
  [7.5, 1],
  [10, 22],
  [15, 26],
  [20, 14],
  [30, 14],
  [45, 5],
  [60, 3],
  [90, 1],
] as const;

type Draft = Omit<ConnectWiseTimeEntryRow, 'id'>;

/** All time entries up to now, in order of logging: of service tickets, and of what does not count. */
export function generateTimeEntries(
  random: Random,
  world: { tickets: readonly Ticket[]; begin: number; until: number; scale: number },
): ConnectWiseTimeEntryRow[] {
  const drafts = [
    ...world.tickets.flatMap((ticket) => ticketEntries(random.fork(`ticket ${ticket.row.id}`), ticket)),
    ...otherEntries(random.fork('other'), world),
  ];
  return drafts
    .filter(({ dateEntered }) => Date.parse(dateEntered) <= world.until)
    .sort((a, b) => (a.dateEntered < b.dateEntered ? -1 : a.dateEntered > b.dateEntered ? 1 : 0))
    .map((draft, index) => ({ id: 70_000 + index, ...draft }));
}

function ticketEntries(random: Random, ticket: Ticket): Draft[] {
  const count = random.weighted([[0, 3] as const, [1, 74] as const, [2, 18] as const, [3, 5] as const]);
  return Array.from({ length: ticket.board.effort < 0.5 ? Math.min(count, random.int(0, 1)) : count }, () => {
    const minutes = random.weighted(MINUTES) * Math.max(1, ticket.board.effort);
    const workedAt = ticket.enteredAt + Math.floor(random.next() * (ticket.workedUntil - ticket.enteredAt));
    const { id, summary } = ticket.row;
    const isDeleted = random.chance(0.0003);
    return {
      ...work(random, workedAt, minutes),
      chargeToType: 'ServiceTicket' as const,
      chargeToId: isDeleted ? id + 1 : id, // tickets have even ids
      ticket: isDeleted ? null : { id, summary: summary ?? null },
      ...(ticket.isAutomatic ? { dateEntered: isoSeconds(ticket.enteredAt) } : {}),
      // A few entries come without their board, and have to be looked up by ticket.
      ticketBoard: isDeleted || random.chance(0.005) ? null : ticket.board.name,
    };
  });
}

/** Projects, internal time and calls: none of it is charged to a service ticket. */
function otherEntries(random: Random, world: { begin: number; until: number; scale: number }): Draft[] {
  const from = world.begin - 30 * DAY_MS;
  const entries: Draft[] = [];
  for (let day = from; day < world.until; day += DAY_MS) {
    const projectCount = random.poisson(2.5 * world.scale);
    const internalCount = random.poisson(1.5 * world.scale);
    for (let index = 0; index < projectCount + internalCount; index += 1) {
      const workedAt = day + random.int(8 * 3600, 17 * 3600) * 1000;
      entries.push(index < projectCount ? projectEntry(random, workedAt) : internalEntry(random, workedAt));
    }
  }
  return entries;
}

function projectEntry(random: Random, workedAt: number): Draft {
  const id = PROJECT_TICKET_IDS + random.int(1, 400);
  return {
    ...work(random, workedAt, random.pick([30, 60, 90, 120, 240])),
    chargeToType: 'ProjectTicket',
    chargeToId: id,
    ticket: { id, summary: 'Server migration' },
    // Project time does not count, not even where a project's board bears the Help Desk's name.
    ticketBoard: random.chance(0.02) ? HELP_DESK : 'Projects',
  };
}

function internalEntry(random: Random, workedAt: number): Draft {
  return {
    ...work(random, workedAt, random.pick([15, 30, 60])),
    chargeToType: random.chance(0.9) ? 'ChargeCode' : 'Activity',
    chargeToId: random.int(1, 20),
    ticket: null,
    ticketBoard: null,
  };
}

function work(random: Random, workedAt: number, minutes: number) {
  const timeEnd = workedAt + minutes * 60_000;
  const loggedLaterMs = random.weighted([
    [random.int(10, 900) * 1000, 88] as const,
    [random.int(12, 80) * HOUR_MS, 12] as const,
  ]);
  return {
    member: random.pick(MEMBERS as [(typeof MEMBERS)[number], ...typeof MEMBERS]),
    timeStart: isoSeconds(workedAt),
    timeEnd: isoSeconds(timeEnd),
    dateEntered: isoSeconds(timeEnd + loggedLaterMs),
    // 7.5 minutes stay an eighth of an hour: the month's sum may end in half a cent of an hour.
    actualHours: random.chance(0.002)
      ? null
      : minutes % 7.5 === 0
        ? minutes / 60
        : Math.round((minutes * 100) / 60) / 100,
    billableOption: random.chance(0.3) ? ('Billable' as const) : ('DoNotBill' as const),
    status: random.chance(0.5) ? ('Billed' as const) : ('Open' as const),
  };
}
