import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CollectedValueCase, decideCollectedValue } from '#src/core/collection/collected-value.ts';
import type { DataSource } from '#src/core/metrics/source.ts';
import { Decimal } from '#src/core/number.ts';

const OPEN = { isFrozen: false, isClosed: false, force: false };

function stored(value: number, source: DataSource = 'collected', isReleased = false): CollectedValueCase['stored'] {
  return { value: new Decimal(value), source, isReleased };
}

/** What becomes of a collected 5. */
function decide(state: CollectedValueCase['stored'], month: Partial<typeof OPEN> = {}) {
  return decideCollectedValue({ ...OPEN, ...month, collected: new Decimal(5), stored: state });
}

describe('a collected value', () => {
  it.each([
    ['nothing stored', null],
    ['another value', stored(4)],
    ['the same value', stored(5)],
    ['a released entry', stored(4, 'collected', true)],
  ])('is stored in an open month over %s', (_, state) => {
    expect(decide(state)).toBe('store');
  });

  it('of a frozen month is kept out, and reported where it differs', () => {
    expect(decide(stored(5), { isFrozen: true })).toBe('keep');
    expect(decide(stored(4), { isFrozen: true })).toBe('report drift');
  });

  it('takes over a released entry also in a frozen month: there is no frozen value to protect', () => {
    expect(decide(stored(4, 'collected', true), { isFrozen: true })).toBe('store');
  });

  it('fills what is absent in a frozen month, and never in a closed one', () => {
    expect(decide(null, { isFrozen: true })).toBe('store');
    expect(decide(null, { isClosed: true })).toBe('report drift');
  });

  it('is forced into a frozen month, and never into a closed one', () => {
    expect(decide(stored(4), { isFrozen: true, force: true })).toBe('store');
    expect(decide(stored(4), { isFrozen: true, isClosed: true, force: true })).toBe('report drift');
  });

  it.each([OPEN, { ...OPEN, isFrozen: true }, { ...OPEN, isFrozen: true, force: true }, { ...OPEN, isClosed: true }])(
    'leaves a manual entry as it is, whatever the month: %j',
    (month) => {
      expect(decide(stored(4, 'manual'), month)).toBe('keep manual entry');
      expect(decide(stored(5, 'manual'), month)).toBe('keep manual entry');
    },
  );

  it('changes nothing in a closed month and no manual entry, in any circumstances', () => {
    const source = fc.constantFrom<DataSource>('collected', 'manual', 'calculated');
    const state = fc.option(fc.tuple(fc.integer({ min: 4, max: 6 }), source, fc.boolean()));
    fc.assert(
      fc.property(state, fc.boolean(), fc.boolean(), fc.boolean(), (drawn, isFrozen, isClosed, force) => {
        const decision = decide(drawn && stored(...drawn), { isFrozen, isClosed, force });
        if (isClosed || drawn?.[1] === 'manual') expect(decision).not.toBe('store');
        if (decision === 'report drift') expect(drawn?.[0]).not.toBe(5);
      }),
    );
  });
});
