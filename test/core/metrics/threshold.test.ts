import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import {
  type Bound,
  checkThresholds,
  impliedBound,
  judge,
  type Threshold,
  type ThresholdType,
  thresholdApplies,
} from '#src/core/metrics/threshold.ts';
import { Decimal } from '#src/core/number.ts';

function threshold(type: ThresholdType, bound: Bound, value: string | number): Threshold {
  return { metric: 'rhem', type, bound, value: new Decimal(value) };
}

const FLOOR = [threshold('warning', 'min', '0.95'), threshold('critical', 'min', '0.80')];
const CEILING = [threshold('warning', 'max', '1.05'), threshold('critical', 'max', '1.20')];

describe('judging a value', () => {
  it.each([
    ['1', 'OK', 'inside'],
    ['0.95', 'OK', 'equal to its bound is still inside'],
    ['1.05', 'OK', 'equal to its bound is still inside'],
    ['0.9499', 'WARNING', 'below the warning'],
    ['1.0501', 'WARNING', 'above the warning'],
    ['0.80', 'WARNING', 'equal to the critical is not yet critical'],
    ['1.20', 'WARNING', 'equal to the critical is not yet critical'],
    ['0.7999', 'CRITICAL', 'below the critical, which outranks the warning'],
    ['1.2001', 'CRITICAL', 'above the critical, which outranks the warning'],
    ['-5', 'CRITICAL', 'negative'],
  ])('%s is %s: %s', (value, status) => {
    expect(judge(new Decimal(value), [...FLOOR, ...CEILING])).toBe(status);
    expect(judge(new Decimal(value), [...CEILING, ...FLOOR].toReversed())).toBe(status);
  });

  it('is on the stored value: 0.94996, displayed as 95.00%, is below 0.95', () => {
    expect(judge(new Decimal('0.94996'), FLOOR)).toBe('WARNING');
  });

  it('without thresholds there is no status, whether there is a value or not', () => {
    expect(judge(new Decimal(1), [])).toBe('NONE');
    expect(judge(null, [])).toBe('NONE');
  });

  it('of no value is unknown, never OK', () => {
    expect(judge(null, FLOOR)).toBe('UNKNOWN');
  });

  it('a critical alone is enough', () => {
    expect(judge(new Decimal(5), [threshold('critical', 'max', 4)])).toBe('CRITICAL');
    expect(judge(new Decimal(4), [threshold('critical', 'max', 4)])).toBe('OK');
  });
});

describe('where a threshold applies', () => {
  const onQuarters = (isSmartNumber: boolean, keys: readonly string[]) =>
    keys.filter((key) => thresholdApplies({ key, isSmartNumber }, 'QUARTER'));

  it('a metric’s to months, but lost_mrr means the SmartNumber', () => {
    for (const { key } of METRICS) {
      expect(thresholdApplies({ key, isSmartNumber: false }, 'MONTH')).toBe(key !== 'lost_mrr');
    }
  });

  it('a metric’s to quarters where it is averaged, recomputed or of the last month, and not where it is summed', () => {
    const metrics = METRICS.map(({ key }) => key);
    const notSummed = METRICS.filter(({ aggregation }) => aggregation !== 'sum').map(({ key }) => key);
    expect(onQuarters(false, metrics)).toEqual(notSummed);
  });

  it('a SmartNumber’s to quarters, and to months except the sums 14 to 16', () => {
    const keys = SMART_NUMBERS.map(({ key }) => key);
    expect(onQuarters(true, keys)).toEqual(keys);
    const notOnMonths = keys.filter((key) => !thresholdApplies({ key, isSmartNumber: true }, 'MONTH'));
    expect(notOnMonths).toEqual(keys.slice(13, 16));
  });

  it('a custom metric’s to months only: it has no quarters', () => {
    expect(thresholdApplies({ key: 'customer_satisfaction', isSmartNumber: false }, 'MONTH')).toBe(true);
    expect(thresholdApplies({ key: 'customer_satisfaction', isSmartNumber: false }, 'QUARTER')).toBe(false);
  });
});

describe('a bound that is not given', () => {
  const [low, high] = [new Decimal(40), new Decimal(60)];

  it('follows from what is better', () => {
    expect(impliedBound('higher', { warning: low })).toBe('min');
    expect(impliedBound('lower', { critical: low })).toBe('max');
    expect(impliedBound('higher', { warning: low, critical: high })).toBe('min');
  });

  it('follows from the order of the two values where better is in range', () => {
    expect(impliedBound('in range', { warning: high, critical: low })).toBe('min');
    expect(impliedBound('in range', { warning: low, critical: high })).toBe('max');
    expect(impliedBound('in range', { warning: low, critical: low })).toBe('max');
  });

  it.each([{ warning: low }, { critical: low }, {}])(
    'is needed where better is in range and one value comes alone',
    (values) => {
      expect(() => impliedBound('in range', values)).toThrow(
        expect.objectContaining({ code: 'INVALID_THRESHOLD', field: 'bound' }),
      );
    },
  );
});

describe('a warning on the wrong side of its critical', () => {
  it.each([
    ['min', 0.5, 0.8],
    ['max', 1.2, 1.1],
  ] as const)('is refused for a %s, naming both values', (bound, warning, critical) => {
    const check = () => checkThresholds([threshold('warning', bound, warning), threshold('critical', bound, critical)]);
    expect(check).toThrow(expect.objectContaining({ code: 'INVALID_THRESHOLD', field: 'value' }));
    expect(check).toThrow(new RegExp(`${warning}.*${critical}`));
  });

  it.each([
    ['min', 0.8, 0.8],
    ['max', 1.2, 1.2],
    ['min', 0.9, 0.8],
    ['max', 1.1, 1.2],
  ] as const)('is not where a %s warning is %f and its critical %f', (bound, warning, critical) => {
    expect(() =>
      checkThresholds([threshold('critical', bound, critical), threshold('warning', bound, warning)]),
    ).not.toThrow();
  });

  it('is looked for within a bound only: a floor and a ceiling do not meet', () => {
    expect(() => checkThresholds([...FLOOR, ...CEILING])).not.toThrow();
    expect(() => checkThresholds([threshold('warning', 'min', 5), threshold('critical', 'max', 9)])).not.toThrow();
    expect(() => checkThresholds([])).not.toThrow();
  });

  it('a pair that is accepted never judges a value critical that is not past the warning', () => {
    const number = fc.integer({ min: -10, max: 10 });
    fc.assert(
      fc.property(fc.constantFrom<Bound>('min', 'max'), number, number, number, (bound, warning, critical, value) => {
        const pair = [threshold('warning', bound, warning), threshold('critical', bound, critical)];
        const isAccepted = bound === 'min' ? warning >= critical : warning <= critical;
        if (!isAccepted) {
          expect(() => checkThresholds(pair)).toThrow();
          return;
        }
        checkThresholds(pair);
        const [alone] = pair;
        if (alone && judge(new Decimal(value), pair) === 'CRITICAL')
          expect(judge(new Decimal(value), [alone])).toBe('WARNING');
      }),
    );
  });
});
