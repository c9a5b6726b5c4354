import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidPeriodError, InvalidPeriodRangeError } from '#src/core/errors.ts';
import {
  addMonths,
  isLastDayReached,
  isMonth,
  isQuarter,
  type Month,
  monthRange,
  monthStatus,
  monthsOf,
  nextPeriod,
  type Period,
  parseMonth,
  parsePeriod,
  periodBoundaries,
  periodDates,
  periodLabel,
  periodStatus,
  previousPeriod,
  quarterOf,
  refuseReversed,
  yearBefore,
} from '#src/core/period.ts';

const CHICAGO = 'America/Chicago';

const month = fc
  .tuple(fc.integer({ min: 2000, max: 2100 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, number]) => `${year}-${String(number).padStart(2, '0')}` as Month);
const quarter = fc
  .tuple(fc.integer({ min: 2000, max: 2100 }), fc.integer({ min: 1, max: 4 }))
  .map(([year, number]) => parsePeriod(`${year}-Q${number}`));
const anyPeriod: fc.Arbitrary<Period> = fc.oneof(month, quarter);

// biome-ignore format: a list to read across
const MALFORMED = [
  '2025-13', '2025-00', '2025-1', '2025-001', '2025-Q5', '2025-Q0', '2025-q1', '25-01', '1999-12', '1999-Q4', '2101-01', '2101-Q1',
  '', ' 2025-01', '2025-01 ', '2025-01\n', '2025/01', '2025-01-01', '202501', '2025', 'Q1-2025', '2025Q1', '+2025-01', '-2025-01',
  '２０２５-01', '2025-٠١', '2025-Q１', '2025–01', '2025-1e', 'null', 'January 2025',
];

function isAccepted(text: string): boolean {
  try {
    return parsePeriod(text) === text;
  } catch {
    return false;
  }
}

describe('reading periods', () => {
  it.each(['2000-01', '2025-01', '2025-12', '2100-12'])('takes the month %s', (text) => {
    expect(parsePeriod(text)).toBe(text);
    expect(parseMonth(text)).toBe(text);
    expect([isMonth(parsePeriod(text)), isQuarter(parsePeriod(text))]).toEqual([true, false]);
  });

  it.each(['2000-Q1', '2025-Q4', '2100-Q4'])('takes the quarter %s', (text) => {
    expect(parsePeriod(text)).toBe(text);
    expect([isMonth(parsePeriod(text)), isQuarter(parsePeriod(text))]).toEqual([false, true]);
    expect(() => parseMonth(text)).toThrow(InvalidPeriodError);
  });

  it.each(MALFORMED)('refuses %j as INVALID_PERIOD', (text) => {
    for (const parse of [parsePeriod, parseMonth]) {
      expect(() => parse(text, 'from')).toThrow(expect.objectContaining({ code: 'INVALID_PERIOD', field: 'from' }));
    }
  });

  it('takes nothing that does not spell a month or quarter of 2000–2100', () => {
    const lookalike = fc.stringMatching(/^[0-9Qq٠-٩-]{4,8}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), lookalike), (text) => {
        const [, year, rest = ''] = /^([0-9]{4})-(.*)$/.exec(text) ?? [];
        const isYear = Number(year) >= 2000 && Number(year) <= 2100;
        const isRest =
          ['Q1', 'Q2', 'Q3', 'Q4'].includes(rest) || (rest.length === 2 && Number(rest) >= 1 && Number(rest) <= 12);
        expect(isAccepted(text)).toBe(isYear && isRest && /^[Q0-9]+$/.test(rest));
      }),
    );
  });

  it('does not repeat a long wrong text in full', () => {
    expect(() => parsePeriod('x'.repeat(5000))).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^.{0,150}$/) }),
    );
  });
});

describe('neighbours', () => {
  it.each([
    ['2025-01', '2024-12', '2025-02', '2024-01'],
    ['2025-12', '2025-11', '2026-01', '2024-12'],
    ['2025-Q1', '2024-Q4', '2025-Q2', '2024-Q1'],
    ['2025-Q4', '2025-Q3', '2026-Q1', '2024-Q4'],
  ])('of %s are %s before, %s after and %s a year before', (text, previous, next, yearEarlier) => {
    const period = parsePeriod(text);
    expect([previousPeriod(period), nextPeriod(period), yearBefore(period)]).toEqual([previous, next, yearEarlier]);
  });

  it('undo each other', () => {
    fc.assert(
      fc.property(anyPeriod, (period) => {
        expect(previousPeriod(nextPeriod(period))).toBe(period);
        expect(nextPeriod(previousPeriod(period))).toBe(period);
      }),
    );
  });

  it('exist also just outside the years that a request may name', () => {
    const [first, last] = [parsePeriod('2000-Q1'), parsePeriod('2100-Q4')];
    expect(monthsOf(previousPeriod(first))).toEqual(['1999-10', '1999-11', '1999-12']);
    expect([nextPeriod(last), isQuarter(nextPeriod(last)), periodLabel(nextPeriod(last))]).toEqual([
      '2101-Q1',
      true,
      'Q1 2101',
    ]);
    expect(isMonth(previousPeriod(parsePeriod('2000-01')))).toBe(true);
    expect(periodBoundaries(last, 'UTC').end).toEqual(new Date('2101-01-01T00:00:00Z'));
    expect(periodBoundaries(yearBefore(first), 'UTC').start).toEqual(new Date('1999-01-01T00:00:00Z'));
  });

  it('a year before is twelve months or four quarters before', () => {
    fc.assert(
      fc.property(anyPeriod, (period) => {
        let earlier = period;
        for (let step = 0; step < (isQuarter(period) ? 4 : 12); step += 1) earlier = previousPeriod(earlier);
        expect(yearBefore(period)).toBe(earlier);
      }),
    );
  });
});

describe('months and quarters', () => {
  it.each([
    ['2025-Q1', ['2025-01', '2025-02', '2025-03']],
    ['2025-Q4', ['2025-10', '2025-11', '2025-12']],
    ['2025-07', ['2025-07']],
  ])('%s has the months %j', (text, months) => {
    expect(monthsOf(parsePeriod(text))).toEqual(months);
  });

  it('every month lies in its quarter and in no other', () => {
    fc.assert(
      fc.property(month, quarter, (each, other) => {
        expect(monthsOf(quarterOf(each))).toContain(each);
        expect(monthsOf(other).includes(each)).toBe(quarterOf(each) === other);
      }),
    );
  });

  it('a range names each month once, in order, over the turn of a year', () => {
    expect(monthRange(parseMonth('2024-11'), parseMonth('2025-02'))).toEqual([
      '2024-11',
      '2024-12',
      '2025-01',
      '2025-02',
    ]);
    expect(monthRange(parseMonth('2100-12'), parseMonth('2100-12'))).toEqual(['2100-12']);
  });

  it('a range that ends before it starts is refused', () => {
    expect(() => monthRange(parseMonth('2025-02'), parseMonth('2025-01'))).toThrow(InvalidPeriodRangeError);
  });

  it.each([
    ['2025-02', '2025-01'],
    ['2025-Q2', '2025-Q1'],
    ['2025-04', '2025-Q1'],
    ['2025-Q2', '2025-03'],
  ])('from %s to %s is refused, and said with the field and the words that the caller uses', (from, to) => {
    const range = { from: parsePeriod(from), to: parsePeriod(to) };
    expect(() => refuseReversed(range, { field: 'startPeriod' })).toThrow(
      expect.objectContaining({
        code: 'INVALID_PERIOD_RANGE',
        field: 'startPeriod',
        message: `The range starts (${from}) after it ends (${to})`,
      }),
    );
    expect(() => refuseReversed(range, { written: periodLabel })).toThrow(`starts (${periodLabel(range.from)})`);
  });

  it.each([
    ['2025-02', '2025-02'],
    ['2025-Q2', '2025-04'],
    ['2025-06', '2025-Q2'],
    ['2024-Q4', '2025-Q1'],
  ])('from %s to %s is a range', (from, to) => {
    expect(() => refuseReversed({ from: parsePeriod(from), to: parsePeriod(to) })).not.toThrow();
  });

  it('counting months forward and back agrees with ranges', () => {
    fc.assert(
      fc.property(month, fc.integer({ min: 0, max: 100 }), (from, count) => {
        const to = addMonths(from, count);
        expect(addMonths(to, -count)).toBe(from);
        expect(monthRange(from, to)).toHaveLength(count + 1);
      }),
    );
  });

  it.each([
    ['2025-01', 'January 2025', '2025-01-01', '2025-01-31'],
    ['2024-02', 'February 2024', '2024-02-01', '2024-02-29'],
    ['2100-02', 'February 2100', '2100-02-01', '2100-02-28'],
    ['2025-Q1', 'Q1 2025', '2025-01-01', '2025-03-31'],
    ['2025-Q2', 'Q2 2025', '2025-04-01', '2025-06-30'],
  ])('%s is called %s and has the dates %s to %s', (text, label, first, last) => {
    const period = parsePeriod(text);
    expect(periodLabel(period)).toBe(label);
    expect(periodDates(period)).toEqual({ first, last });
  });
});

describe('where a period stands', () => {
  const noon = { instant: new Date('2025-02-15T18:00:00Z'), timeZone: CHICAGO };
  const closed = (...months: string[]) => new Set(months.map((each) => parseMonth(each)));

  it.each([
    ['2025-03', [], 'FUTURE'],
    ['2025-02', [], 'RUNNING'],
    ['2025-01', [], 'ENDED'],
    ['2025-01', ['2025-01'], 'CLOSED'],
    ['2025-Q1', [], 'RUNNING'],
    ['2025-Q1', ['2025-01'], 'RUNNING'],
    ['2024-Q4', [], 'ENDED'],
    ['2024-Q4', ['2024-10', '2024-11'], 'ENDED'],
    ['2024-Q4', ['2024-10', '2024-11', '2024-12'], 'CLOSED'],
    ['2025-Q2', [], 'FUTURE'],
  ] as const)('%s with %j closed is %s in mid-February 2025', (text, closedMonths, status) => {
    expect(periodStatus(parsePeriod(text), { ...noon, closed: closed(...closedMonths) })).toBe(status);
  });

  it('a month runs from its first local midnight to the next, not by UTC', () => {
    const at = (instant: string) =>
      monthStatus(parseMonth('2025-01'), { instant: new Date(instant), timeZone: CHICAGO, closed: closed() });
    expect(at('2025-01-01T05:59:59.999Z')).toBe('FUTURE');
    expect(at('2025-01-01T06:00:00.000Z')).toBe('RUNNING');
    expect(at('2025-02-01T05:59:59.999Z')).toBe('RUNNING');
    expect(at('2025-02-01T06:00:00.000Z')).toBe('ENDED');
  });

  it('a quarter’s months that have not begun do not hold it back', () => {
    const inFebruary = { instant: new Date('2025-03-01T05:59:59Z'), timeZone: CHICAGO, closed: closed('2025-01') };
    expect(periodStatus(parsePeriod('2025-Q1'), inFebruary)).toBe('RUNNING');
  });

  it('the last day is reached at its local midnight and stays reached', () => {
    const reached = (instant: string) => isLastDayReached(parseMonth('2025-02'), new Date(instant), CHICAGO);
    expect(reached('2025-02-28T05:59:59Z')).toBe(false);
    expect(reached('2025-02-28T06:00:00Z')).toBe(true);
    expect(reached('2025-07-01T00:00:00Z')).toBe(true);
  });
});
