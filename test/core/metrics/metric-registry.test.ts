import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MetricNotFoundError } from '#src/core/errors.ts';
import {
  customMetric,
  METRIC_CATEGORIES,
  METRICS,
  metricByKey,
  metricByName,
  metricStoredAs,
  requireMetric,
} from '#src/core/metrics/metric-registry.ts';
import { comparableName } from '#src/core/metrics/name.ts';
import { DOCUMENTED_METRICS, IN_RANGE_IS_BETTER, LOWER_IS_BETTER } from '../documented-tables.ts';

const QUARTER_WORDS = { sum: 'sum', average: 'average', last: 'last month', formula: 'recomputed' } as const;

describe('the registry', () => {
  it('is the tables of docs/calculations.md section 2, row by row and in their order', () => {
    const registered = METRICS.map(
      ({ key, label, category, format, source, editable, aggregation, absentIsZero, formula }) => {
        return {
          key,
          label,
          category,
          format,
          source,
          editable,
          quarter: QUARTER_WORDS[aggregation],
          absentIsZero,
          formula,
        };
      },
    );
    expect(registered).toEqual(DOCUMENTED_METRICS);
  });

  it.each(METRICS)('says of $key what is better, as documented', ({ key, better }) => {
    const documented = LOWER_IS_BETTER.includes(key)
      ? 'lower'
      : IN_RANGE_IS_BETTER.includes(key)
        ? 'in range'
        : 'higher';
    expect(better).toBe(documented);
  });

  it.each(METRICS)('documents $key', ({ key, label, category, description, custom }) => {
    expect(key).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(key.length).toBeLessThanOrEqual(100);
    expect(label).toBe(label.trim());
    expect(label).not.toBe('');
    expect(METRIC_CATEGORIES).toContain(category);
    expect(description).toMatch(/^[A-Z].{15,}\.$/);
    expect(custom).toBe(false);
  });

  it('keeps ratios and percentages to four places, and currency, counts and hours to two', () => {
    const ofFourPlaces = METRICS.filter(({ places }) => places === 4).map(({ key }) => key);
    expect(ofFourPlaces).toEqual([
      'cash_reserve_months',
      'msp_turning_point',
      'labor_efficiency_ratio',
      'gross_margin_pct',
    ]);
  });

  it.each(METRICS)('gives $key a formula exactly if it is calculated', ({ source, formula }) => {
    expect(formula !== null).toBe(source === 'calculated');
  });

  it('counts an absent value as 0 for miscellaneous revenue and uncategorized expenses only', () => {
    const absentIsZero = METRICS.filter((metric) => metric.absentIsZero).map(({ key }) => key);
    expect(absentIsZero).toEqual(['misc_revenue', 'uncategorized_expenses']);
  });

  it('says that the cost of goods sold is no part of all other expenses', () => {
    for (const key of ['product_cogs', 'other_expenses']) {
      expect(metricByKey(key)?.description).toMatch(/(no|not) part of/);
      expect(metricByKey(key)?.description).toMatch(/only/);
    }
    expect(metricByKey('other_expenses')?.formula).not.toContain('cogs');
  });
});

describe('names of metrics', () => {
  it.each(METRICS)('the key and the display name of $key mean it', (metric) => {
    expect(metricByName(metric.key)).toBe(metric);
    expect(metricByName(metric.label)).toBe(metric);
    expect(requireMetric(`# of ${metric.label.toUpperCase()}`)).toBe(metric);
  });

  it.each([
    ['# of Reactive Tickets Created', 'reactive_tickets_created'],
    ['  reactive tickets   CREATED ', 'reactive_tickets_created'],
    ['Reactive-Tickets/Created', 'reactive_tickets_created'],
    ['Net Profit', 'net_profit'],
    ['$ Difference', 'msp_turning_point_difference'],
    ['A/R > 90 days', 'ar_over_90_days'],
    ['ar 90 days', 'ar_over_90_days'],
    ['owner comp to pay qtr. est. taxes', 'owner_comp_taxes'],
  ])('%j means %s', (name, key) => {
    expect(metricByName(name)?.key).toBe(key);
  });

  it.each([
    'Net Profit %',
    '$ Net Profit',
    'Difference',
    'number of reactive tickets created',
    'nrr2',
    '',
    '   ',
    '# of ',
    '—',
    '__proto__',
    'constructor',
  ])('%j means no metric', (name) => {
    expect(metricByName(name)).toBeUndefined();
    expect(() => requireMetric(name, 'entries[0].metric')).toThrow(MetricNotFoundError);
  });

  it('an unknown name is refused with METRIC_NOT_FOUND, the name and the field at fault', () => {
    expect(() => requireMetric('Net Profit %', 'metric_name')).toThrow(
      expect.objectContaining({ code: 'METRIC_NOT_FOUND', key: 'Net Profit %', field: 'metric_name' }),
    );
  });

  it('no two metrics share a name', () => {
    const owners = new Map<string, string>();
    for (const { key, label } of METRICS) {
      for (const name of new Set([comparableName(key), comparableName(label)])) {
        expect(owners.get(name) ?? key).toBe(key);
        owners.set(name, key);
      }
    }
  });

  it('case, spaces and punctuation other than % and $ make no difference', () => {
    const noise = fc.stringMatching(/^[ \t_.,;:()/<>+-]{0,3}$/);
    fc.assert(
      fc.property(
        fc.constantFrom(...METRICS),
        fc.array(noise, { minLength: 60, maxLength: 60 }),
        fc.boolean(),
        (metric, noises, isUpper) => {
          const noisy = [...metric.label].map((letter, index) => `${letter}${noises[index] ?? ''}`).join('');
          expect(metricByName(isUpper ? noisy.toUpperCase() : noisy.toLowerCase())).toBe(metric);
        },
      ),
    );
  });

  it('a % or $ more makes another name', () => {
    for (const { label } of METRICS) {
      expect(metricByName(`${label} %`)).toBeUndefined();
      expect(metricByName(`$${label}`)).toBeUndefined();
    }
  });
});

describe('a metric that the registry does not know', () => {
  it('is stored under its own name, by hand, as a number, outside all formulas', () => {
    expect(metricStoredAs('customer_satisfaction')).toEqual(customMetric('customer_satisfaction'));
    expect(customMetric('customer_satisfaction')).toMatchObject({
      key: 'customer_satisfaction',
      custom: true,
      editable: true,
      source: 'manual',
      format: 'number',
      formula: null,
      absentIsZero: false,
    });
  });

  it('is never mistaken for one that is known', () => {
    expect(metricStoredAs('mrr')).toBe(metricByKey('mrr'));
    expect(metricByKey('Monthly Recurring Revenue (MRR)')).toBeUndefined();
    expect(metricByKey('customer_satisfaction')).toBeUndefined();
  });
});
