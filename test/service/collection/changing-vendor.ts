import fc from 'fast-check';
import type { ConnectWiseTicketRow, ConnectWiseTimeEntryRow } from '../../kit/connectwise/rows.ts';

/** What people do at ConnectWise between two nights. */
export const CHANGES = [
  ...['delete ticket', 'delete entry', 'return ticket', 'return entry', 'reopen', 'close again', 'move', 'move back'],
  ...['merge', 'edit hours', 'enter late', 'create late', 'duplicate'],
] as const;

/** One change, and which of the rows that it can be about. */
export interface Change {
  readonly kind: string;
  readonly pick: number;
}

export const nights = (length: number): fc.Arbitrary<Change[][]> =>
  fc.array(
    fc.array(fc.record({ kind: fc.constantFrom(...CHANGES), pick: fc.nat({ max: 10_000 }) }), { maxLength: 2 }),
    { minLength: length, maxLength: length },
  );

type Ticket = { -readonly [Name in keyof ConnectWiseTicketRow]: ConnectWiseTicketRow[Name] };
type Entry = { -readonly [Name in keyof ConnectWiseTimeEntryRow]: ConnectWiseTimeEntryRow[Name] };

const DESK = { id: 1, name: 'Help Desk' };
const PROJECTS = { id: 2, name: 'Projects' };
const CLOSED = { id: 9, name: '>Closed' };
const OPEN = { id: 3, name: 'In Progress' };

/** ConnectWise's rows of some months, changed by hand; the fake serves what they are now. */
export class ChangingVendor {
  tickets: Ticket[] = [];
  timeEntries: Entry[] = [];
  readonly #deletedTickets: Ticket[] = [];
  readonly #deletedEntries: Entry[] = [];
  readonly #months: readonly string[];
  #nextId = 1000;

  constructor(months: readonly string[]) {
    this.#months = months;
    for (const month of months) {
      for (let index = 0; index < 8; index += 1) {
        const ticket = this.#createTicket(month, index);
        for (let entry = 0; entry < 2; entry += 1) this.#createEntry(ticket.id, month, 0.25 * (1 + entry + index));
      }
    }
  }

  /** Does what can be done; a change that is about no row does nothing. */
  apply({ kind, pick }: Change): void {
    const one = <Row>(rows: readonly Row[]): Row | undefined => rows[pick % Math.max(rows.length, 1)];
    const month = this.#months[pick % this.#months.length] ?? '';
    const asMade = this.tickets.filter((ticket) => isCounted(ticket) && ticket.status === CLOSED);
    const ticket = one(asMade);
    const entry = one(this.timeEntries.filter(({ ticketBoard }) => ticketBoard === DESK.name));
    switch (kind) {
      case 'delete ticket':
        if (ticket) this.tickets = take(this.tickets, ticket, this.#deletedTickets);
        return;
      case 'delete entry':
        if (entry) this.timeEntries = take(this.timeEntries, entry, this.#deletedEntries);
        return;
      case 'return ticket':
        this.tickets.push(...this.#deletedTickets.splice(0, 1));
        return;
      case 'return entry':
        this.timeEntries.push(...this.#deletedEntries.splice(0, 1));
        return;
      case 'reopen':
        if (ticket) ticket.status = OPEN;
        return;
      case 'close again': {
        const reopened = one(this.tickets.filter(({ status }) => status === OPEN));
        if (reopened) reopened.status = CLOSED;
        return;
      }
      case 'move':
        if (ticket) this.#move(ticket, PROJECTS);
        return;
      case 'move back': {
        const moved = one(this.tickets.filter(({ board }) => board === PROJECTS));
        if (moved) this.#move(moved, DESK);
        return;
      }
      case 'merge': {
        const parent = asMade.find((each) => each !== ticket);
        if (ticket && parent)
          Object.assign(ticket, { mergedParentTicket: { id: parent.id }, parentTicketId: parent.id });
        return;
      }
      case 'edit hours':
        if (entry) entry.actualHours = (entry.actualHours ?? 0) + 0.25 * (1 + (pick % 3));
        return;
      case 'enter late':
        if (ticket) this.#createEntry(ticket.id, month, 0.75);
        return;
      case 'create late':
        this.#createTicket(month, pick % 20);
        return;
      case 'duplicate':
        if (entry) this.timeEntries.push({ ...entry, id: this.#id() });
        return;
    }
  }

  #move(ticket: Ticket, board: typeof DESK): void {
    ticket.board = board;
    for (const entry of this.timeEntries) if (entry.chargeToId === ticket.id) entry.ticketBoard = board.name;
  }

  #createTicket(month: string, day: number): Ticket {
    const at = `${month}-${String(day + 2).padStart(2, '0')}T15:00:00Z`;
    const ticket = { id: this.#id(), board: DESK, status: CLOSED, closedDate: at, _info: { dateEntered: at } };
    this.tickets.push(ticket);
    return ticket;
  }

  #createEntry(chargeToId: number, month: string, actualHours: number): void {
    const dateEntered = `${month}-12T15:00:00Z`;
    const charge = { chargeToId, chargeToType: 'ServiceTicket', ticketBoard: DESK.name };
    this.timeEntries.push({ id: this.#id(), dateEntered, actualHours, ...charge });
  }

  #id(): number {
    this.#nextId += 1;
    return this.#nextId;
  }

  /** What counts now in a month: the ids of tickets, and of time entries with their hours in hundredths. */
  counted(metric: string, month: string): Map<number, number | null> {
    if (metric === 'reactive_time_spent') {
      const entries = this.timeEntries.filter((entry) => {
        return entry.dateEntered.startsWith(month) && entry.ticketBoard === DESK.name;
      });
      return new Map(entries.map(({ id, actualHours }) => [id, Math.round((actualHours ?? 0) * 100)]));
    }
    const isCreated = metric === 'reactive_tickets_created';
    const tickets = this.tickets.filter(
      (ticket) =>
        isCounted(ticket) && (isCreated || ticket.status === CLOSED) && ticket._info.dateEntered.startsWith(month),
    );
    return new Map(tickets.map(({ id }) => [id, null]));
  }

  /** Why a row that counted does not count now. */
  reason(metric: string, id: number): string {
    if (metric === 'reactive_time_spent')
      return this.timeEntries.some((entry) => entry.id === id) ? 'moved' : 'deleted';
    const ticket = this.tickets.find((each) => each.id === id);
    if (!ticket) return 'deleted';
    if (ticket.parentTicketId) return 'merged';
    return ticket.board === PROJECTS ? 'moved' : 'reopened';
  }
}

function isCounted({ board, parentTicketId }: Ticket): boolean {
  return board === DESK && !parentTicketId;
}

function take<Row>(rows: readonly Row[], row: Row, taken: Row[]): Row[] {
  taken.push(row);
  return rows.filter((each) => each !== row);
}
