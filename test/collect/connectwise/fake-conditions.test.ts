import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../kit/connectwise/condition-evaluator.ts';
import { ConditionError, parseCondition } from '../../kit/connectwise/condition-parser.ts';
import { ticketResource, timeEntryResource } from '../../kit/connectwise/resource.ts';
import type { ConnectWiseTicketRow, ConnectWiseTimeEntryRow } from '../../kit/connectwise/rows.ts';
import { ticketRow, timeEntryRow } from './small-world.ts';

const TICKETS = [
  ticketRow({ id: 1, entered: '2025-01-01T06:00:00Z', summary: 'Printer on fire', closedFlag: false }),
  ticketRow({
    id: 2,
    entered: '2025-01-01T05:59:59Z',
    summary: 'VPN (again)',
    statusName: '>Closed',
    closedFlag: true,
    closedDate: '2025-01-02T00:00:00Z',
  }),
  ticketRow({ id: 3, entered: '2025-02-01T06:00:00Z', boardName: 'Projects', parentTicketId: 1 }),
  ticketRow({ id: 10, entered: '2025-03-01T06:00:00Z', board: null, summary: 'Café "Ünï"' }),
];

function idsOf(conditions: string): number[] {
  const matches = compileCondition(parseCondition(conditions), ticketResource<ConnectWiseTicketRow>());
  return TICKETS.filter(matches).map(({ id }) => id);
}

describe('conditions', () => {
  it.each([
    ['id = 2', [2]],
    ['id!=2', [1, 3, 10]],
    ['id<3', [1, 2]],
    ['id <= 3', [1, 2, 3]],
    ['id>2 and id<10', [3]],
    ['id >= 3', [3, 10]],
    ['id in (1, 3,99)', [1, 3]],
    ['id not in (1,3)', [2, 10]],
    ['id = 1 or id = 2 and id = 3', [1]],
    ['(id = 1 or id = 2) and id = 2', [2]],
    ['((id = 1))', [1]],
    ['ID = 1', null],
    ['board/name = "Help Desk"', [1, 2]],
    ["board/name = 'help desk'", [1, 2]],
    ['board/name != "Help Desk"', [3]],
    ['board/name in ("Help Desk","Projects")', [1, 2, 3]],
    ['board/name not in ("Help Desk")', [3]],
    ['board/name = null', [10]],
    ['board/name != null', [1, 2, 3]],
    ['summary like "%on%"', [1]],
    ['summary like "vpn (*"', [2]],
    ['summary like "vpn"', []],
    ['summary not like "%on%"', [2, 10]],
    ['summary contains "(AGAIN)"', [2]],
    ['summary not contains "again"', [1, 10]],
    ['summary = "Café \\"Ünï\\""', [10]],
    ['summary = null', [3]],
    ['parentTicketId = null', [1, 2, 10]],
    ['parentTicketId=NULL AND closedFlag = True', [2]],
    ['closedFlag = false', [1]],
    ['closedFlag != true', [1]],
    ['dateEntered >= [2025-01-01T06:00:00Z] and dateEntered < [2025-02-01T06:00:00Z]', [1]],
    ['_info/dateEntered < [2025-01-01T06:00:00Z]', [2]],
    ['dateEntered = [2025-01-01T00:00:00-06:00]', [1]],
    ['dateEntered > [2025-02-01]', [3, 10]],
    ['dateEntered > [2025-02-01T06:00:00]', [10]],
    ['closedDate > [2020-01-01T00:00:00Z]', [2]],
    ['status/id = 1.0 and id > -1', [1, 2, 3, 10]],
  ])('%s', (conditions, ids) => {
    if (ids === null) expect(() => idsOf(conditions)).toThrow(ConditionError);
    else expect(idsOf(conditions)).toEqual(ids);
  });

  it.each([
    'boardname = "Help Desk"',
    'board/title = "x"',
    'board = null',
    'id = "1"',
    'id = true',
    'summary = 1',
    'dateEntered > "2025-01-01"',
    'dateEntered > [yesterday]',
    'dateEntered > [2025-13-01T00:00:00Z]',
    'id > null',
    'id in ()',
    'id in 1',
    'id not 1',
    'id like "1"',
    'id = 1 and',
    'id = 1 id = 2',
    '(id = 1',
    'id = 1)',
    'id == 1',
    '= 1',
    'summary = "open',
    'id = 1; drop',
  ])('%s is refused', (conditions) => {
    expect(() => idsOf(conditions)).toThrow(ConditionError);
  });

  it('know dateEntered of time entries, and no ticketBoard', () => {
    const resource = timeEntryResource<ConnectWiseTimeEntryRow>({ ticketBoard: true });
    const matches = compileCondition(parseCondition('dateEntered > [2025-01-01T00:00:00Z]'), resource);
    expect(matches(timeEntryRow({ id: 1, dateEntered: '2025-01-02T00:00:00Z' }))).toBe(true);
    for (const name of ['ticketBoard', 'ticket/board/name', '_info/dateEntered']) {
      expect(() => compileCondition(parseCondition(`${name} = "Help Desk"`), resource)).toThrow(
        `${name} is not a recognized name.`,
      );
    }
  });
});
