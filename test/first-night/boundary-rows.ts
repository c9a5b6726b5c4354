import type { ConnectWiseRows, ConnectWiseTicketRow, ConnectWiseTimeEntryRow } from '../kit/connectwise/rows.ts';
import { monthInstants } from '../kit/world/calendar.ts';

const FIRST_ID = 5_000_000;
/** Hours whose sum binary floating point gets wrong, or rounds the wrong way. */
const AWKWARD_HOURS = [0.1, 0.2, 1.005, 0.7, 2.675];

/** Rows within one second of each month's start, on both sides, of every kind that could be counted by mistake. */
export function boundaryRows(months: readonly string[], timeZone: string): ConnectWiseRows {
  const tickets: ConnectWiseTicketRow[] = [];
  const timeEntries: ConnectWiseTimeEntryRow[] = [];
  let id = FIRST_ID;
  for (const month of months) {
    const { start } = monthInstants(month, timeZone);
    for (const offsetMs of [-1_000, 0, 1_000]) {
      const at = new Date(start + offsetMs).toISOString().replace('.000Z', 'Z');
      for (const kind of ['parent', 'child', 'other board', 'other status', 'open'] as const) {
        id += 1;
        const boardName = kind === 'other board' ? 'Projects' : 'Help Desk';
        const status = {
          parent: '>Closed - No response',
          child: '>Closed',
          'other board': '>Closed',
          'other status': 'Completed',
          open: 'New',
        }[kind];
        tickets.push({
          id,
          recordType: 'ServiceTicket',
          board: { id: boardName === 'Projects' ? 9 : 1, name: boardName },
          status: { name: status },
          closedDate: kind === 'open' ? null : at,
          closedFlag: kind !== 'open',
          parentTicketId: kind === 'child' ? id - 1 : null,
          _info: { dateEntered: at },
        });
        for (const hours of AWKWARD_HOURS) {
          timeEntries.push({
            id: id * 10 + AWKWARD_HOURS.indexOf(hours),
            chargeToId: id,
            chargeToType: 'ServiceTicket',
            dateEntered: at,
            actualHours: hours,
            ticketBoard: boardName,
            ticket: { id },
          });
        }
      }
    }
  }
  return { tickets, timeEntries };
}
