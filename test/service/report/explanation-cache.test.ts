import { expect, it } from 'vitest';
import { parseMonth } from '#src/core/period.ts';
import { cachedExplanation } from '#src/service/report/explanation-cache.ts';
import { MonthRecord } from '#src/store/month-record.ts';

/** A month without values that one request has read; which month it is matters to nobody here. */
function readOnce(): MonthRecord {
  return new MonthRecord({
    month: parseMonth('2026-01'),
    ...{ stored: new Map(), smartNumbers: new Map(), findings: [], isClosed: false },
  });
}

/** A month that several requests have read. */
function month(): MonthRecord {
  const record = readOnce();
  record.reuse();
  return record;
}

it('an explanation is made once for the same months, and anew when one of them has been replaced', () => {
  const [january, february, march] = [month(), month(), month()];
  let made = 0;
  const explain = () => {
    made += 1;
    return { made };
  };
  const first = cachedExplanation([january, february, march], 'metric revenue 2026-Q1', explain);
  expect(cachedExplanation([january, february, march], 'metric revenue 2026-Q1', explain)).toBe(first);
  expect(cachedExplanation([january, month(), march], 'metric revenue 2026-Q1', explain)).toEqual({ made: 2 });
  expect(cachedExplanation([month(), february, march], 'metric revenue 2026-Q1', explain)).toEqual({ made: 3 });
  expect(cachedExplanation([january, february], 'metric revenue 2026-Q1', explain)).toEqual({ made: 4 });
});

it('what is explained, and of which period, tells explanations of one month apart', () => {
  const months = [month()];
  const metric = cachedExplanation(months, 'metric lost_mrr 2026-01', () => 'of the metric');
  expect(cachedExplanation(months, 'SmartNumber lost_mrr 2026-01', () => 'of the SmartNumber')).not.toBe(metric);
  expect(cachedExplanation(months, 'metric lost_mrr 2026-01', () => 'anew')).toBe(metric);
});

it('that a value is not explained is cached as well', () => {
  const months = [month()];
  expect(cachedExplanation(months, 'metric employees 2026-01', () => null)).toBeNull();
  expect(cachedExplanation<string | null>(months, 'metric employees 2026-01', () => 'anew')).toBeNull();
});

it('of a month that one request has read nothing is cached', () => {
  const [once, again] = [readOnce(), month()];
  expect(cachedExplanation([once, again], 'metric employees 2026-01', () => 1)).toBe(1);
  expect(cachedExplanation([once, again], 'metric employees 2026-01', () => 2)).toBe(2);
  once.reuse();
  expect(cachedExplanation([once, again], 'metric employees 2026-01', () => 3)).toBe(3);
  expect(cachedExplanation([once, again], 'metric employees 2026-01', () => 4)).toBe(3);
});

it('without a month nothing is cached', () => {
  expect(cachedExplanation([], 'metric employees 2026-01', () => 1)).toBe(1);
  expect(cachedExplanation([], 'metric employees 2026-01', () => 2)).toBe(2);
});
