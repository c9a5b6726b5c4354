import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Comparable, compare } from '#src/core/calculation/comparison.ts';
import { Decimal } from '#src/core/number.ts';

function exact(value: string | number): Comparable {
  return { value: new Decimal(value), state: 'EXACT', periodStatus: 'ENDED' };
}

/** A change in plain texts. */
function change(current: Comparable, earlier: Comparable, better: 'higher' | 'lower' | 'in range' = 'higher') {
  const { absolute, percent, ...rest } = compare(current, earlier, better);
  return { absolute: absolute?.toFixed() ?? null, percent: percent?.toFixed() ?? null, ...rest };
}

describe('a fair comparison', () => {
  it.each([
    [150, 100, '50', '0.5'],
    [50, 100, '-50', '-0.5'],
    [100, 100, '0', '0'],
    [2, 3, '-1', '-0.3333'],
    [1, 3, '-2', '-0.6667'],
    [-50, -100, '50', '0.5'],
    [-150, -100, '-50', '-0.5'],
    [10, -10, '20', '2'],
    [-10, 10, '-20', '-2'],
  ])(
    '%d after %d is a change of %s, by the fraction %s of the earlier magnitude',
    (current, earlier, absolute, percent) => {
      expect(change(exact(current), exact(earlier))).toMatchObject({
        absolute,
        percent,
        comparable: true,
        reason: null,
      });
    },
  );

  it.each([
    [5, 0, '5', true],
    [-5, 0, '-5', false],
    [0, 0, '0', null],
  ])('%d after 0 is a change of %s without a percentage', (current, earlier, absolute, better) => {
    expect(change(exact(current), exact(earlier))).toEqual({
      absolute,
      percent: null,
      better,
      comparable: true,
      reason: null,
    });
  });

  it.each([
    ['higher', 2, 1, true],
    ['higher', 1, 2, false],
    ['lower', 2, 1, false],
    ['lower', 1, 2, true],
    ['in range', 2, 1, null],
    ['higher', 1, 1, null],
    ['lower', 1, 1, null],
  ] as const)('where %s is better, %d after %d is better: %s', (better, current, earlier, expected) => {
    expect(change(exact(current), exact(earlier), better).better).toBe(expected);
  });

  it('may be of closed periods', () => {
    expect(change({ ...exact(2), periodStatus: 'CLOSED' }, { ...exact(1), periodStatus: 'CLOSED' })).toMatchObject({
      percent: '1',
    });
  });

  it('undone gives the opposite', () => {
    const value = fc.integer({ min: -(10 ** 9), max: 10 ** 9 });
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [there, back] = [compare(exact(a), exact(b), 'higher'), compare(exact(b), exact(a), 'higher')];
        expect(there.absolute?.plus(back.absolute ?? 0).toNumber()).toBe(0);
        expect(there.better).toBe(back.better === null ? null : !back.better);
      }),
    );
  });
});

describe('an unfair comparison', () => {
  const cases: [string, Partial<Comparable>, string][] = [
    ['a running period', { periodStatus: 'RUNNING' }, 'has not ended'],
    ['a future period', { periodStatus: 'FUTURE', value: null, state: 'NO_DATA' }, 'has not ended'],
    ['a partial value', { state: 'PARTIAL' }, 'does not cover all its months'],
    ['an absent value', { value: null, state: 'NO_DATA' }, 'has no value'],
    ['a value that cannot be computed', { value: null, state: 'NOT_COMPUTABLE' }, 'has no value'],
  ];

  it.each(cases)('with %s gives no change, no percentage, and says why', (_, flaw, reason) => {
    const nothing = { absolute: null, percent: null, better: null, comparable: false };
    expect(change({ ...exact(2), ...flaw }, exact(1))).toEqual({ ...nothing, reason: `this period ${reason}` });
    expect(change(exact(2), { ...exact(1), ...flaw })).toEqual({ ...nothing, reason: `the earlier period ${reason}` });
  });
});
