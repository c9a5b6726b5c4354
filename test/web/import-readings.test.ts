import { describe, expect, it } from 'vitest';
import { columnName, monthsRead, numberRead } from '#src/web/import/readings.ts';

describe('the readings of a doubtful text', () => {
  const samples = [{ name: '', rows: [['Title'], ['Metric', '01/02/2026', '3/4/26', '13/1/2026', 'Total']] }];

  it('are the months of its row, in either order', () => {
    expect(monthsRead('01/02/2026', 'MONTH_FIRST', samples, 'en')).toBe('January 2026, March 2026');
    expect(monthsRead('01/02/2026', 'DAY_FIRST', samples, 'en')).toBe('February 2026, April 2026, January 2026');
    expect(monthsRead('01/02/2026', 'DAY_FIRST', [], 'en')).toBe('February 2026');
    expect(monthsRead('2026-01-26', 'DAY_FIRST', samples, 'en')).toBeNull();
    expect(monthsRead('13/02/2026', 'MONTH_FIRST', samples, 'en')).toBeNull();
  });

  it('are its number in either style, exactly', () => {
    expect(numberRead('1.234', 'POINT', 'en')).toBe('1.234');
    expect(numberRead('1.234', 'COMMA', 'en')).toBe('1,234');
    expect(numberRead('$1,234', 'COMMA', 'en')).toBe('1.234');
    expect(numberRead('123.456.789.012.345', 'COMMA', 'en')).toBe('123,456,789,012,345');
    expect(numberRead('none', 'POINT', 'en')).toBeNull();
  });

  it('name columns as a spreadsheet does', () => {
    expect([0, 25, 26, 701].map(columnName)).toEqual(['A', 'Z', 'AA', 'ZZ']);
  });
});
