import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createConnectWiseSource } from '#src/collect/connectwise/source.ts';
import type { ConnectWiseRows } from '../../kit/connectwise/rows.ts';
import {
  CHICAGO_MONTHS,
  expectedNumbers,
  fakeOf,
  later,
  months,
  numbersOf,
  readRequest,
  settingsFor,
} from './small-world.ts';

const MONTHS = Object.keys(CHICAGO_MONTHS);

/** Near a boundary of a tested month, or anywhere around it. */
const instant = fc
  .tuple(
    fc.constantFrom(...Object.values(CHICAGO_MONTHS).flat()),
    fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -4_000_000, max: 4_000_000 })),
  )
  .map(([boundary, seconds]) => later(boundary, seconds));
const boardName = fc.constantFrom('Help Desk', 'Help Desk 2', 'Projects');
const ticketId = fc.integer({ min: 1, max: 60 });
/** Up to 15 significant digits, so that the text a server writes and the double a client reads name the same decimal. */
const hours = fc
  .tuple(fc.integer({ min: -50, max: 100_000 }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, places]) => Number(`${digits}e-${places}`));

const ticket = fc.record({
  id: ticketId,
  board: fc.option(
    boardName.map((name) => ({ id: 1, name })),
    { freq: 10 },
  ),
  status: fc
    .constantFrom('New', '>Closed', '>Closed - No response', 'Closed', 'closed later')
    .map((name) => ({ id: 1, name })),
  closedDate: fc.option(instant),
  parentTicketId: fc.option(ticketId),
  _info: fc.record({ dateEntered: instant }),
});
const timeEntry = fc.record({
  id: fc.integer({ min: 1, max: 100_000 }),
  chargeToId: fc.option(ticketId, { freq: 20 }),
  chargeToType: fc.constantFrom('ServiceTicket', 'ServiceTicket', 'ProjectTicket', 'ChargeCode'),
  dateEntered: instant,
  actualHours: fc.option(hours, { freq: 10 }),
  ticketBoard: fc.option(boardName),
});
const byId = { selector: (row: { id: number }) => row.id };
const world: fc.Arbitrary<ConnectWiseRows> = fc.record({
  tickets: fc.uniqueArray(ticket, { ...byId, maxLength: 50 }),
  timeEntries: fc.uniqueArray(timeEntry, { ...byId, maxLength: 120 }),
});
const server = fc.record({ knowsTicketBoard: fc.boolean(), maxPageSize: fc.constantFrom(1, 7, 25, 1000) });

it('any small world reads as it computes, whatever the server knows and pages', async () => {
  await fc.assert(
    fc.asyncProperty(world, server, async (rows, options) => {
      const fake = await fakeOf(rows, options);
      const readings = await createConnectWiseSource(settingsFor(fake.url)).read(readRequest(months(...MONTHS)));
      await fake.close();
      const known = options.knowsTicketBoard ? rows : withoutBoards(rows);
      expect(numbersOf(readings)).toEqual(expectedNumbers(known, MONTHS));
    }),
    { numRuns: 30 },
  );
});

/** What a server that does not know `ticketBoard` can tell: the ticket's own board. */
function withoutBoards({ tickets, timeEntries }: ConnectWiseRows): ConnectWiseRows {
  return { tickets, timeEntries: timeEntries.map((entry) => ({ ...entry, ticketBoard: null })) };
}
