import { describe, expect, it } from 'vitest';
import {
  differenceFinding,
  driftFinding,
  FINDING_KINDS,
  inspectCollected,
  RejectedValueError,
  rejectImpossible,
} from '#src/core/collection/finding.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { Decimal } from '#src/core/number.ts';
import { parseMonth } from '#src/core/period.ts';

const JANUARY = parseMonth('2025-01');
const COUNTS_HOURS_DEVICES = METRICS.filter(({ source }) => source === 'connectwise' || source === 'ninja').map(
  ({ key }) => key,
);

function reject(metric: string, value: string) {
  return () => rejectImpossible(metric, JANUARY, new Decimal(value));
}

function kinds(metric: string, value: string, previous: string | null): string[] {
  const found = inspectCollected(metric, JANUARY, new Decimal(value), previous === null ? null : new Decimal(previous));
  return found.map(({ kind }) => kind);
}

describe('a collected value that cannot be true', () => {
  it.each(COUNTS_HOURS_DEVICES)('a negative %s rejects the vendor’s run', (metric) => {
    expect(reject(metric, '-0.01')).toThrow(RejectedValueError);
    for (const possible of ['0', '-0', '0.01', '9999999999.99']) expect(reject(metric, possible)).not.toThrow();
  });

  it.each(METRICS.filter(({ format }) => format === 'currency'))('$key may be negative: it is money', ({ key }) => {
    expect(reject(key, '-2044')).not.toThrow();
  });

  it.each(['NaN', 'Infinity', '-Infinity', '10000000000', '-10000000000', '9999999999.995'])(
    '%s rejects the vendor’s run for any metric, also where only rounding makes it too large',
    (value) => {
      for (const { key } of METRICS.filter(({ places }) => places === 2))
        expect(reject(key, value)).toThrow(RejectedValueError);
    },
  );

  it('is named with its metric, month and rule', () => {
    expect(reject('reactive_time_spent', '-1.5')).toThrow(
      'Total Time on Reactive Tickets (hours) of January 2025 was collected as -1.5, which is negative; nothing of this vendor was stored',
    );
  });
});

describe('a collected value worth a look', () => {
  it.each(COUNTS_HOURS_DEVICES)('a zero of %s is suspicious', (metric) => {
    expect(kinds(metric, '0', null)).toEqual(['suspicious_zero']);
    expect(kinds(metric, '0.01', null)).toEqual([]);
  });

  it('a zero of money is not', () => {
    expect(kinds('mrr', '0', null)).toEqual([]);
  });

  it.each([
    ['150', '100', false],
    ['150.01', '100', true],
    ['50', '100', false],
    ['49.99', '100', true],
    ['-50', '-100', false],
    ['-151', '-100', true],
    ['5', '-5', true],
    ['100', '100', false],
    ['100', '0', false],
    ['3', '2', false],
    ['3.01', '2', true],
  ])('%s after %s is a change of more than 50 %%: %s', (value, previous, isLarge) => {
    expect(kinds('mrr', value, previous)).toEqual(isLarge ? ['large_change'] : []);
  });

  it('without a month before, or before the comparison is due, no change is large', () => {
    expect(kinds('mrr', '1000000', null)).toEqual([]);
  });

  it('can be both: 0 tickets after 300', () => {
    expect(kinds('reactive_tickets_closed', '0', '300')).toEqual(['suspicious_zero', 'large_change']);
  });

  it('says what, of when, and with what it was compared', () => {
    expect(inspectCollected('mrr', JANUARY, new Decimal(10), new Decimal('-2044.5'))).toEqual([
      {
        kind: 'large_change',
        month: JANUARY,
        metric: 'mrr',
        value: new Decimal(10),
        previousValue: new Decimal('-2044.5'),
        message:
          'Monthly Recurring Revenue (MRR) of January 2025 is $10.00, a change of more than 50 % from -$2,044.50 the month before',
      },
    ]);
  });
});

describe('a value that is kept though another was collected', () => {
  it('is reported with both values', () => {
    const drift = driftFinding('endpoints_managed', JANUARY, { collected: new Decimal(598), kept: new Decimal(597) });
    expect(drift).toMatchObject({ kind: 'drift', value: new Decimal(598), previousValue: new Decimal(597) });
    expect(drift.message).toBe('Endpoints Managed of January 2025 would now be collected as 598; 597 was kept');
  });

  it('may be absent, which is no 0', () => {
    const drift = driftFinding('endpoints_managed', JANUARY, { collected: new Decimal(598), kept: null });
    expect(drift).toMatchObject({ previousValue: null, message: expect.stringContaining('—') });
  });
});

describe('a hand-entered result that its formula contradicts', () => {
  it('is reported with both values', () => {
    const difference = { key: 'employee_expense', entered: new Decimal(36997), formulaGives: new Decimal(37100) };
    expect(differenceFinding(JANUARY, difference)).toEqual({
      kind: 'differs_from_formula',
      month: JANUARY,
      metric: 'employee_expense',
      value: new Decimal(36997),
      previousValue: new Decimal(37100),
      message: 'Employee Expense of January 2025 was entered by hand as $36,997.00; its formula gives $37,100.00',
    });
  });

  it('that no stored value could hold is said, and not given as a value to be stored', () => {
    const difference = { key: 'total_revenue', entered: new Decimal(5), formulaGives: new Decimal('19999999999.98') };
    expect(differenceFinding(JANUARY, difference)).toMatchObject({
      previousValue: null,
      message: expect.stringContaining('$19,999,999,999.98'),
    });
  });
});

it('every kind of finding fits the column that it is stored in', () => {
  for (const kind of FINDING_KINDS) expect(kind).toMatch(/^[a-z_]{1,30}$/);
});
