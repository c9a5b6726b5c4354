import { describe, expect, it } from 'vitest';
import { parseFormula } from '#src/core/calculation/formula.ts';
import { METRICS, metricByKey } from '#src/core/metrics/metric-registry.ts';
import { comparableName } from '#src/core/metrics/name.ts';
import { SMART_NUMBER_CATEGORIES, SMART_NUMBERS, smartNumberByName } from '#src/core/metrics/smart-number-registry.ts';
import { DOCUMENTED_SMART_NUMBERS, SUGGESTED_RANGES } from '../documented-tables.ts';

describe('the registry of SmartNumbers', () => {
  it('is the table of docs/calculations.md section 5, row by row and in its order', () => {
    const registered = SMART_NUMBERS.map((smartNumber, index) => {
      const { key, label, category, format, places, formula, better } = smartNumber;
      const written = format === 'number' ? `number(${places})` : format;
      return { number: String(index + 1), key, label, category, format: written, formula, better };
    });
    expect(registered).toEqual(DOCUMENTED_SMART_NUMBERS);
  });

  it('suggests the documented ranges, and none for new, lost and net MRR', () => {
    const suggested = SMART_NUMBERS.flatMap(({ suggestedRange }, index) =>
      suggestedRange === null ? [] : [[String(index + 1), `${suggestedRange.min}–${suggestedRange.max}`] as const],
    );
    expect(Object.fromEntries(suggested)).toEqual(SUGGESTED_RANGES);
  });

  it.each(SMART_NUMBERS)('documents $key', ({ key, label, category, description, places, format }) => {
    expect(key).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(label).toBe(label.trim());
    expect(label).not.toBe('');
    expect(SMART_NUMBER_CATEGORIES).toContain(category);
    expect(description).toMatch(/^[A-Z].{15,}\.$/);
    expect(format === 'number' || places === 2).toBe(true);
  });

  it.each(SMART_NUMBERS)('$key has a formula of at most 200 characters whose names all exist', ({ formula }) => {
    expect(formula.length).toBeLessThanOrEqual(200);
    for (const name of parseFormula(formula).inputs) expect(metricByKey(name)?.key).toBe(name);
  });
});

describe('names of SmartNumbers', () => {
  it.each(SMART_NUMBERS)('the key and the display name of $key mean it', (smartNumber) => {
    expect(smartNumberByName(smartNumber.key)).toBe(smartNumber);
    expect(smartNumberByName(smartNumber.label)).toBe(smartNumber);
    expect(smartNumberByName(smartNumber.label.toUpperCase())).toBe(smartNumber);
  });

  it('a % that is missing or added makes another name', () => {
    expect(smartNumberByName('Net Profit %')?.key).toBe('net_profit_pct');
    expect(smartNumberByName('Net Profit')).toBeUndefined();
    expect(smartNumberByName('# of dials / appointment')?.key).toBe('dials_per_appointment');
    expect(smartNumberByName('dials / appointment')?.key).toBe('dials_per_appointment');
  });

  it('no two SmartNumbers share a name, and with metrics they share lost_mrr alone', () => {
    const names = (entries: readonly { key: string; label: string }[]) =>
      entries.flatMap(({ key, label }) => [...new Set([comparableName(key), comparableName(label)])]);
    const ofSmartNumbers = names(SMART_NUMBERS);
    const ofMetrics = new Set(names(METRICS));
    expect(new Set(ofSmartNumbers).size).toBe(ofSmartNumbers.length);
    expect(ofSmartNumbers.filter((name) => ofMetrics.has(name))).toEqual(['lostmrr']);
  });
});
