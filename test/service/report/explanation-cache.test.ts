import { expect, it } from 'vitest';
import { cachedExplanation } from '#src/service/report/explanation-cache.ts';

it('an explanation is made once for the same months, and anew when one of them has been replaced', () => {
  const [january, february, march] = [{}, {}, {}];
  let made = 0;
  const explain = () => {
    made += 1;
    return { made };
  };
  const first = cachedExplanation([january, february, march], 'metric revenue 2026-Q1', explain);
  expect(cachedExplanation([january, february, march], 'metric revenue 2026-Q1', explain)).toBe(first);
  expect(cachedExplanation([january, {}, march], 'metric revenue 2026-Q1', explain)).toEqual({ made: 2 });
  expect(cachedExplanation([{}, february, march], 'metric revenue 2026-Q1', explain)).toEqual({ made: 3 });
  expect(cachedExplanation([january, february], 'metric revenue 2026-Q1', explain)).toEqual({ made: 4 });
});

it('what is explained, and of which period, tells explanations of one month apart', () => {
  const months = [{}];
  const metric = cachedExplanation(months, 'metric lost_mrr 2026-01', () => 'of the metric');
  expect(cachedExplanation(months, 'SmartNumber lost_mrr 2026-01', () => 'of the SmartNumber')).not.toBe(metric);
  expect(cachedExplanation(months, 'metric lost_mrr 2026-01', () => 'anew')).toBe(metric);
});

it('that a value is not explained is cached as well', () => {
  const months = [{}];
  expect(cachedExplanation(months, 'metric employees 2026-01', () => null)).toBeNull();
  expect(cachedExplanation<string | null>(months, 'metric employees 2026-01', () => 'anew')).toBeNull();
});

it('without a month nothing is cached', () => {
  expect(cachedExplanation([], 'metric employees 2026-01', () => 1)).toBe(1);
  expect(cachedExplanation([], 'metric employees 2026-01', () => 2)).toBe(2);
});
