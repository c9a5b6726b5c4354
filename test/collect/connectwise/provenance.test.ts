import { expect, it } from 'vitest';
import { monthReading } from '#src/collect/connectwise/map.ts';

const RULES = { boards: ['Help Desk', 'NOC'], closedStatuses: ['>Closed', 'Closed'] };

const ids = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

it('says of each metric what was counted, and of time what was left out', () => {
  const entry = (chargeToId: number | undefined, ticketBoard: string | undefined, id: number) => ({
    id,
    chargeToType: 'ServiceTicket',
    actualHours: 0.5,
    ...(chargeToId !== undefined && { chargeToId }),
    ...(ticketBoard !== undefined && { ticketBoard }),
  });
  const timeEntries = [
    entry(1, 'Help Desk', 1),
    entry(2, 'NOC', 2),
    entry(3, 'Projects', 3),
    entry(4, undefined, 4),
    entry(5, undefined, 5),
    entry(undefined, undefined, 6),
  ];
  const { provenance } = monthReading(
    RULES,
    { created: ids(354), closed: ids(355), timeEntries },
    { boards: new Map([[4, 'help desk']]), isFieldKnown: true },
  );
  const counted = { exclusions: [], snapshotDate: null };
  expect(Object.fromEntries(provenance ?? [])).toEqual({
    reactive_tickets_created: {
      filter: 'Parent tickets on the boards "Help Desk", "NOC", any status, by date entered',
      rowsCounted: 354,
      ...counted,
    },
    reactive_tickets_closed: {
      filter:
        'Parent tickets on the boards "Help Desk", "NOC", now at the statuses ">Closed", "Closed", by date closed',
      rowsCounted: 355,
      ...counted,
    },
    reactive_time_spent: {
      filter:
        'Time entries on service tickets on the boards "Help Desk", "NOC", child tickets included, by date entered',
      rowsCounted: 3,
      exclusions: [
        { rule: 'on other boards', count: 1 },
        { rule: 'of tickets that no longer exist', count: 1 },
        { rule: 'without a ticket', count: 1 },
      ],
      snapshotDate: null,
    },
  });
});

it('names one board and one status as one', () => {
  const rules = { boards: ['Help Desk'], closedStatuses: ['Closed'] };
  const answers = { created: [], closed: [], timeEntries: [] };
  const { provenance } = monthReading(rules, answers, { boards: new Map(), isFieldKnown: true });
  expect([...(provenance?.values() ?? [])].map(({ filter }) => filter)).toEqual([
    'Parent tickets on the board "Help Desk", any status, by date entered',
    'Parent tickets on the board "Help Desk", now at the status "Closed", by date closed',
    'Time entries on service tickets on the board "Help Desk", child tickets included, by date entered',
  ]);
});
