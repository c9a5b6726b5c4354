import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toldPercentiles } from '#src/core/benchmarks/percentiles.ts';
import { standingOf, standingWords } from '#src/core/benchmarks/standing.ts';
import type { Better } from '#src/core/metrics/metric-registry.ts';
import { Decimal } from '#src/core/number.ts';

const decimals = (values: readonly number[]) => values.map((each) => new Decimal(each));
const TENS = decimals(Array.from({ length: 23 }, (_, index) => (index + 1) * 10));
const words = (value: number, better: Better, values = TENS) =>
  standingWords(standingOf(new Decimal(value), toldPercentiles(values), better), `${values.length} MSPs of your size`);

describe('the standing of a value', () => {
  it('is said in the direction that is better, or in none', () => {
    expect(words(140, 'higher')).toBe('Better than about 60 % of 23 MSPs of your size');
    expect(words(140, 'lower')).toBe('Better than about 40 % of 23 MSPs of your size');
    expect(words(140, 'in range')).toBe('Higher than about 60 % of 23 MSPs of your size');
  });

  it('has no more to say outside the told percentiles', () => {
    expect([words(1, 'higher'), words(-1_000, 'higher')]).toEqual(
      Array(2).fill('Better than under 10 % of 23 MSPs of your size'),
    );
    expect([words(230, 'higher'), words(1e7, 'higher')]).toEqual(
      Array(2).fill('Better than over 90 % of 23 MSPs of your size'),
    );
    expect(words(230, 'lower')).toBe('Better than under 10 % of 23 MSPs of your size');
    expect(words(900, 'higher', TENS.slice(0, 7))).toBe('Better than over 75 % of 7 MSPs of your size');
  });

  it('counts members with the same value as not worse, as rounded', () => {
    const same = decimals([1, 5.04, 5.04, 5.04, 5.04, 5.04, 5.04, 5.04, 9]);
    expect(words(5.01, 'higher', same)).toBe('Better than about 25 % of 9 MSPs of your size');
    expect(words(5.01, 'lower', same)).toBe('Better than about 25 % of 9 MSPs of your size');
  });

  it('is between the same percentiles as the share of members that are worse, and no better value stands lower', () => {
    const value = fc.integer({ min: 1, max: 99 });
    fc.assert(
      fc.property(fc.uniqueArray(value, { minLength: 20, maxLength: 60 }), value, value, (others, one, two) => {
        const told = toldPercentiles(decimals(others));
        const [low, high] = [Math.min(one, two), Math.max(one, two)];
        const of = (own: number, better: Better) => standingOf(new Decimal(own), told, better);
        expect(of(low, 'higher').percent).toBeLessThanOrEqual(of(high, 'higher').percent);
        expect(of(low, 'lower').percent).toBeGreaterThanOrEqual(of(high, 'lower').percent);
        const { percent, precision } = of(one, 'higher');
        if (precision === 'about') {
          const worse = (100 * others.filter((each) => each < one).length) / others.length;
          expect(Math.abs(worse - percent)).toBeLessThan(30);
        }
      }),
    );
  });
});
