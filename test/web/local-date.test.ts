import { describe, expect, it } from 'vitest';
import { endOfLocalDate, formatEnd, startOfLocalDate } from '#src/web/settings/local-date.ts';

describe('a date in the viewer’s time zone', () => {
  it('begins and ends at its midnights', () => {
    const [start, end] = [new Date(startOfLocalDate('2027-03-14')), new Date(endOfLocalDate('2027-03-14'))];
    expect([start.getDate(), start.getHours(), start.getMinutes()]).toEqual([14, 0, 0]);
    expect([end.getDate(), end.getHours(), end.getMinutes()]).toEqual([15, 0, 0]);
  });

  it('continues into the next month and year', () => {
    expect(endOfLocalDate('2026-12-31')).toBe(startOfLocalDate('2027-01-01'));
  });

  it('is shown as the end of a day if it is one, else with its time', () => {
    expect(formatEnd(endOfLocalDate('2027-06-30'), 'en-US')).toBe('end of Jun 30, 2027');
    const noon = new Date(2027, 5, 30, 12, 5).toISOString();
    expect(formatEnd(noon, 'en-US')).toMatch(/^Jun 30, 2027, 12:05\sPM$/);
  });
});
