import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DatedChange, settledValue, typicalRestatement } from '#src/core/collection/restatement.ts';
import { Decimal } from '#src/core/number.ts';

const at = (minute: number) => new Date(Date.UTC(2025, 3, 1, 0, minute));
const decimal = (value: number | null) => (value === null ? null : new Decimal(value));

/** Changes of one value, a minute after one another. */
function changesOf(...values: (number | null)[]): DatedChange[] {
  return values.slice(1).map((after, index) => {
    return { before: decimal(values[index] ?? null), after: decimal(after), at: at(index + 1) };
  });
}

const shown = ({ first, now, changes, lastChangedAt }: ReturnType<typeof settledValue>) => [
  ...[first?.toNumber() ?? null, now?.toNumber() ?? null, changes],
  lastChangedAt === null ? null : lastChangedAt.getUTCMinutes(),
];

describe('how a value has moved since it was settled', () => {
  it.each([
    ['never changed', changesOf(), 0, 5, [5, 5, 0, null]],
    ['changed only until then', changesOf(1, 2, 3), 2, 3, [3, 3, 0, null]],
    ['changed later', changesOf(1, 2, 3, 4), 1, 4, [2, 4, 2, 3]],
    ['came back to what it was', changesOf(2, 3, 2), 0, 2, [2, 2, 2, 2]],
    ['appeared later', changesOf(null, 7, 8), 0, 8, [7, 8, 1, 2]],
    ['appeared and never changed', changesOf(null, 7), 0, 7, [7, 7, 0, null]],
    ['was removed', changesOf(7, null), 0, null, [7, null, 1, 1]],
    ['was absent always', changesOf(), 0, null, [null, null, 0, null]],
    ['changed its source alone', changesOf(7, 7), 0, 7, [7, 7, 0, null]],
  ])('%s', (_, changes, settled, now, expected) => {
    expect(shown(settledValue(changes, at(settled), decimal(now)))).toEqual(expected);
  });
});

describe('what is typical', () => {
  const moved = (...pairs: (readonly [number | null, number | null])[]) =>
    typicalRestatement(
      pairs.map(([first, now]) => ({ first: decimal(first), now: decimal(now), changes: 1, lastChangedAt: null })),
    );
  const numbers = ({ median, p90, months }: ReturnType<typeof typicalRestatement>) => [
    ...[median?.toNumber() ?? null, p90?.toNumber() ?? null, months],
  ];

  it('is not said of fewer than three months', () => {
    expect(numbers(moved([100, 101], [100, 100]))).toEqual([null, null, 2]);
    expect(numbers(moved([100, 101], [null, 5], [5, null], [0, 3], [100, 100]))).toEqual([null, null, 2]);
  });

  it('is the median and the nearest rank of nine tenths, of magnitudes', () => {
    expect(numbers(moved([100, 101], [100, 98], [-100, -103]))).toEqual([0.02, 0.03, 3]);
    expect(numbers(moved([100, 101], [100, 98], [100, 103], [100, 104]))).toEqual([0.025, 0.04, 4]);
    const ten = Array.from({ length: 10 }, (_, index) => [100, 101 + index] as const);
    expect(numbers(moved(...ten))).toEqual([0.055, 0.09, 10]);
    expect(numbers(moved([0, 0], [3, 3], [3, 3]))).toEqual([0, 0, 3]);
  });

  it('never has a median beyond nine tenths, nor one that depends on the order', () => {
    const pair = fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 }));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 12 }), (pairs) => {
        const typical = moved(...pairs);
        expect(numbers(moved(...pairs.toReversed()))).toEqual(numbers(typical));
        if (typical.median && typical.p90) expect(typical.median.lte(typical.p90)).toBe(true);
      }),
    );
  });
});
