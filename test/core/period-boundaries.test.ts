import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  localDate,
  type Month,
  monthAt,
  monthRange,
  monthsOf,
  parseMonth,
  parsePeriod,
  periodBoundaries,
  quarterOf,
} from '#src/core/period.ts';

const CHICAGO = 'America/Chicago';
const HOUR_MS = 3_600_000;
const ALL_MONTHS = monthRange(parseMonth('2000-01'), parseMonth('2100-12'));
const ZONES = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
/** Zones that skipped or repeated a midnight on the first of a month, or that changed sides of the date line. */
const ODD_ZONES = [
  'America/Asuncion',
  'America/Havana',
  'America/St_Johns',
  'Asia/Amman',
  'Asia/Gaza',
  'Asia/Khandyga',
  'Australia/Lord_Howe',
  'Pacific/Apia',
];

const month = fc.constantFrom(...ALL_MONTHS);
const zone = fc.constantFrom(...ZONES);

function startOf(text: string, timeZone = CHICAGO): string {
  return periodBoundaries(parsePeriod(text), timeZone).start.toISOString();
}

function hoursOf(text: string, timeZone = CHICAGO): number {
  const { start, end } = periodBoundaries(parsePeriod(text), timeZone);
  return (end.getTime() - start.getTime()) / HOUR_MS;
}

/** The months whose boundaries do not follow on from the month before. */
function gapsAndOverlaps(timeZone: string): Month[] {
  let expectedStart = periodBoundaries(parsePeriod('2000-01'), timeZone).start.getTime();
  return ALL_MONTHS.filter((each) => {
    const { start, end } = periodBoundaries(each, timeZone);
    const isWrong = start.getTime() !== expectedStart || end <= start;
    expectedStart = end.getTime();
    return isWrong;
  });
}

describe('boundaries in Chicago', () => {
  it('January 2025 starts at 6:00 UTC and ends where February starts', () => {
    expect(periodBoundaries(parsePeriod('2025-01'), CHICAGO)).toEqual({
      start: new Date('2025-01-01T06:00:00Z'),
      end: new Date('2025-02-01T06:00:00Z'),
    });
  });

  it.each([
    ['2025-01', 744, 'no change of clocks'],
    ['2025-03', 743, 'clocks go forward in March since 2007'],
    ['2025-11', 721, 'clocks go back in November since 2007'],
    ['2007-03', 743, 'the first March of the present rule'],
    ['2007-11', 721, 'the first November of the present rule'],
    ['2006-03', 744, 'before 2007 March had no change'],
    ['2006-04', 719, 'before 2007 clocks went forward in April'],
    ['2006-10', 745, 'before 2007 clocks went back in October'],
    ['2006-11', 720, 'before 2007 November had no change'],
    ['2025-Q1', 2159, 'a quarter has the change of its month'],
    ['2100-12', 744, 'the last month'],
  ])('%s has %i hours: %s', (text, expected) => {
    expect(hoursOf(text)).toBe(expected);
  });
});

describe('boundaries where clocks change on the first of a month', () => {
  it.each([
    ['2016-04', 'Asia/Amman', '2016-03-31T22:00:00.000Z', 'midnight was skipped'],
    ['2017-10', 'America/Asuncion', '2017-10-01T04:00:00.000Z', 'midnight was skipped'],
    ['2012-04', 'America/Havana', '2012-04-01T05:00:00.000Z', 'midnight was skipped'],
    ['2020-11', 'America/Havana', '2020-11-01T04:00:00.000Z', 'midnight came twice: the first one'],
  ])('%s in %s starts at %s: %s', (text, timeZone, expected) => {
    expect(startOf(text, timeZone)).toBe(expected);
  });

  it('a month that lost a whole day is a day shorter', () => {
    expect(hoursOf('2011-12', 'Pacific/Apia')).toBe(30 * 24);
  });

  it('a change of clocks by half an hour is half an hour', () => {
    expect(hoursOf('2025-04', 'Australia/Lord_Howe')).toBe(30 * 24 + 0.5);
  });
});

describe('boundaries in any zone of the zone database', () => {
  it.each(ODD_ZONES)('the months of 2000–2100 tile time without gap or overlap in %s', (timeZone) => {
    expect(gapsAndOverlaps(timeZone)).toEqual([]);
  });

  it('the months of 2000–2100 tile time without gap or overlap', () => {
    const property = fc.property(zone, (timeZone) => {
      expect(gapsAndOverlaps(timeZone)).toEqual([]);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('a month is the running one from its start, and no longer from its end', () => {
    fc.assert(
      fc.property(month, zone, (each, timeZone) => {
        const { start, end } = periodBoundaries(each, timeZone);
        expect(monthAt(start, timeZone)).toBe(each);
        expect(monthAt(new Date(start.getTime() - 1), timeZone)).not.toBe(each);
        expect(monthAt(new Date(end.getTime() - 1), timeZone)).toBe(each);
        expect(monthAt(end, timeZone)).not.toBe(each);
      }),
      { numRuns: 1000 },
    );
  });

  it('the first local date of a month is its first day', () => {
    fc.assert(
      fc.property(month, zone, (each, timeZone) => {
        expect(localDate(periodBoundaries(each, timeZone).start, timeZone)).toBe(`${each}-01`);
      }),
      { numRuns: 1000 },
    );
  });

  it('a quarter starts with its first month and ends with its last', () => {
    fc.assert(
      fc.property(month, zone, (each, timeZone) => {
        const quarter = quarterOf(each);
        const months = monthsOf(quarter).map((inside) => periodBoundaries(inside, timeZone));
        expect(periodBoundaries(quarter, timeZone)).toEqual({ start: months[0]?.start, end: months[2]?.end });
      }),
      { numRuns: 300 },
    );
  });
});
