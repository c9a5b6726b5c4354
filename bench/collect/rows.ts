import { type Month, periodBoundaries } from '#src/core/period.ts';
import type {
  ConnectWiseRows,
  ConnectWiseTicketRow,
  ConnectWiseTimeEntryRow,
} from '../../test/kit/connectwise/rows.ts';

const BOARDS = ['Help Desk', 'Help Desk', 'Help Desk', 'Monitoring Alerts', 'Projects'];
const STATUSES = ['>Closed', '>Closed', 'Closed', '>Closed - No response', 'New'];
/** Hours are logged in steps of a twentieth. */
const STEPS_PER_HOUR = 20;

/** `ticketCount` tickets and two time entries for each, spread evenly over `months`. The same at every call. */
export function benchmarkRows(months: readonly Month[], timeZone: string, ticketCount: number): ConnectWiseRows {
  const start = periodBoundaries(months[0] as Month, timeZone).start.getTime();
  const end = periodBoundaries(months.at(-1) as Month, timeZone).end.getTime();
  const instantOf = (index: number, count: number) =>
    new Date(start + Math.floor(((end - start) * index) / count)).toISOString().replace(/\.\d+Z$/, 'Z');
  const tickets = Array.from({ length: ticketCount }, (_, index): ConnectWiseTicketRow => {
    const entered = instantOf(index, ticketCount);
    return {
      id: 40_000 + index,
      summary: `Ticket ${index}`,
      board: { id: (index % BOARDS.length) + 1, name: boardOf(index) },
      status: { id: 1, name: STATUSES[(index * 7) % STATUSES.length] ?? '' },
      parentTicketId: index % 25 === 0 ? 40_000 + index - 1 : null,
      closedDate: entered,
      _info: { dateEntered: entered },
    };
  });
  const timeEntries = Array.from({ length: ticketCount * 2 }, (_, index): ConnectWiseTimeEntryRow => {
    const ticketIndex = Math.floor(index / 2);
    return {
      id: 90_000 + index,
      chargeToId: 40_000 + ticketIndex,
      chargeToType: 'ServiceTicket',
      dateEntered: instantOf(index, ticketCount * 2),
      actualHours: ((index * 13) % 60) / STEPS_PER_HOUR,
      ticketBoard: boardOf(ticketIndex),
    };
  });
  return { tickets, timeEntries };
}

function boardOf(ticketIndex: number): string {
  return BOARDS[ticketIndex % BOARDS.length] ?? '';
}
