import { describe, expect, it } from 'vitest';
import { monthOfSpan, parseReportSpan } from '#src/core/books/report-period.ts';

describe('the heading of a column', () => {
  it.each([
    ['Jan 26', '2026-01-01', '2026-01-31'],
    ['Jan 2026', '2026-01-01', '2026-01-31'],
    ['January 2026', '2026-01-01', '2026-01-31'],
    ['Sept. 2026', '2026-09-01', '2026-09-30'],
    ['Jan - Dec 24', '2024-01-01', '2024-12-31'],
    ['January through December 2024', '2024-01-01', '2024-12-31'],
    ['Nov 1 - Nov 30 2025', '2025-11-01', '2025-11-30'],
    ['Nov 1 – Nov 30 2025', '2025-11-01', '2025-11-30'],
    ['"November 1-30, 2025"', '2025-11-01', '2025-11-30'],
    ['Jan 1 - 28, 26', '2026-01-01', '2026-01-28'],
    ['Dec 1, 2025 - Jan 31, 2026', '2025-12-01', '2026-01-31'],
    ['January 1 to March 31, 2026', '2026-01-01', '2026-03-31'],
    ['Nov 2025 - Jan 2026', '2025-11-01', '2026-01-31'],
    ['Feb 29, 2024', '2024-02-29', '2024-02-29'],
  ])('%s is %s to %s', (text, from, to) => {
    expect(parseReportSpan(text)).toEqual({ from, to });
  });

  it.each([
    'Total',
    '2026',
    'Jan',
    'Jan - Dec',
    'Jan 25 - Mar 26',
    'Jan 1 - Mar 31',
    'Janvier 2026',
    'Januar 2026',
    'Feb 30, 2026',
    'Mar 31 - Jan 1 2026',
    '% of Income',
    'Jan 1 2 2026',
    '01/02/2026',
  ])('%s is not guessed', (text) => {
    expect(parseReportSpan(text)).toBeNull();
  });

  it('is a month only where it covers the whole of one', () => {
    expect(monthOfSpan({ from: '2026-02-01', to: '2026-02-28' })).toBe('2026-02');
    expect(monthOfSpan({ from: '2026-02-01', to: '2026-02-27' })).toBeNull();
    expect(monthOfSpan({ from: '2026-02-02', to: '2026-02-28' })).toBeNull();
    expect(monthOfSpan({ from: '2026-02-01', to: '2026-03-31' })).toBeNull();
  });
});
