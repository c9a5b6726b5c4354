import { describe, expect, it } from 'vitest';
import { counted, listed, nounFor } from '#src/core/words.ts';

describe('words', () => {
  it.each([
    [0, '0 entries', '0 months'],
    [1, '1 entry', '1 month'],
    [2, '2 entries', '2 months'],
    [11, '11 entries', '11 months'],
    [21, '21 entries', '21 months'],
    [101, '101 entries', '101 months'],
  ])('%d goes with its noun', (count, entries, months) => {
    expect(counted(count, 'entry', 'entries')).toBe(entries);
    expect(counted(count, 'month')).toBe(months);
    expect(`${count} ${nounFor(count, 'month')}`).toBe(months);
  });

  it.each([
    [[], ''],
    [['endpoints'], 'endpoints'],
    [['endpoints', 'seats'], 'endpoints and seats'],
    [['endpoints', 'seats', '2 of classes (A, B)'], 'endpoints, seats and 2 of classes (A, B)'],
  ])('%j is one list', (phrases, list) => {
    expect(listed(phrases)).toBe(list);
  });
});
