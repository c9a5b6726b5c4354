import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fraction } from '#src/core/number.ts';
import { monthsOf, parseMonth, parsePeriod } from '#src/core/period.ts';
import type { PresentedRules, PresentedState } from '#src/core/presentation/content.ts';
import { type Difference, differencesSince } from '#src/core/presentation/difference.ts';
import { attributeDifference, type DifferenceAttribution } from '#src/core/presentation/difference-attribution.ts';
import { ruleChanges } from '#src/core/presentation/rule-change.ts';
import { ruleStages } from '#src/core/presentation/rule-stages.ts';
import { numberIn, standOf } from '#src/core/presentation/stand.ts';
import { WHOLE_MONTH } from '../../graphql/books.ts';
import { type Leaves, type OtherFormulas, stateFrom } from './states.ts';

const QUARTER = parsePeriod('2025-Q1');
const MONTHS = monthsOf(QUARTER);
const WHOLE: Leaves = Object.fromEntries(Object.entries(WHOLE_MONTH).map(([key, value]) => [key, String(value)]));
const FULL = Object.fromEntries(MONTHS.map((month) => [month, WHOLE]));

/** Another registry: each formula with what it is instead. */
const OTHER_FORMULAS: OtherFormulas = {
  total_revenue: 'nrr + mrr + orr + product_sales',
  net_profit: 'total_revenue - total_expenses - owner_comp',
  'kpi:net_profit_pct': 'net_profit / (total_revenue + nrr)',
  'kpi:rhem': 'reactive_time_spent / endpoints_managed',
  'kpi:avg_aisp': 'mrr / seats_managed / months * 2',
};

function attributed(
  presented: PresentedState,
  now: PresentedState,
): (Difference & { readonly why: DifferenceAttribution })[] {
  const stages = ruleStages(presented, now);
  return differencesSince(presented, now).map((each) => ({ ...each, why: attributeDifference(each, stages) }));
}

function sum(fractions: readonly Fraction[]): Fraction {
  return fractions.reduce((total, each) => total.add(each), new Fraction(0));
}

/** What is left over of the difference of the exact values. */
function remainder(
  difference: Difference,
  why: Extract<DifferenceAttribution, { attributable: true }>,
  states: readonly PresentedState[],
) {
  const [was, is] = states.map((state) => new Fraction(numberIn(standOf(state), difference)?.exact ?? 0));
  const parts = [...why.rules, ...why.contributions].map(({ contribution }) => contribution);
  return (is as Fraction)
    .sub(was as Fraction)
    .sub(sum(parts))
    .sub(why.coverage ?? 0)
    .toFraction();
}

const find = (all: ReturnType<typeof attributed>, key: string, kind = 'metric') =>
  all.find((each) => each.key === key && each.kind === kind && each.period === QUARTER);

describe('what has become of a presentation', () => {
  it('leaves nothing over, whatever changed of leaves and formulas', () => {
    const amount = fc.integer({ min: -300_000, max: 300_000 }).map((cents) => String(cents / 100));
    const leaf = fc.constantFrom(...Object.keys(WHOLE), 'net_profit', 'total_expenses');
    const change = fc.record({ month: fc.constantFrom(...MONTHS), key: leaf, value: fc.option(amount, { freq: 5 }) });
    const changed = (changes: readonly { month: string; key: string; value: string | null }[]) => {
      const months: Record<string, Record<string, string>> = structuredClone(FULL) as never;
      for (const { month, key, value } of changes) {
        if (value === null) delete months[month]?.[key];
        else (months[month] as Record<string, string>)[key] = value;
      }
      return months;
    };
    const formulas = fc
      .subarray(Object.keys(OTHER_FORMULAS))
      .map((keys) => Object.fromEntries(keys.map((key) => [key, OTHER_FORMULAS[key] ?? ''])));
    const changes = fc.array(change, { maxLength: 6 });
    let divided = 0;
    fc.assert(
      fc.property(changes, changes, formulas, (before, after, other) => {
        const presented = stateFrom(QUARTER, changed(before));
        const now = stateFrom(QUARTER, changed([...before, ...after]), { formulas: other });
        for (const difference of attributed(presented, now)) {
          const { why, state } = difference;
          if (state === 'NEW' || state === 'GONE') expect(why).toMatchObject({ attributable: false });
          else if (why.attributable) {
            expect(remainder(difference, why, [presented, now])).toBe('0');
            divided += state === 'CHANGED' ? 1 : 0;
            if (after.length === 0) expect([why.contributions, why.coverage]).toEqual([[], null]);
            if (Object.keys(other).length === 0) expect(why.rules).toEqual([]);
          } else expect(why.reason).toBe('there is no value on the way from one state to the other');
        }
        const told = ruleChanges(presented, now).map(({ kind, after: text }) => [kind, text]);
        expect(told.sort()).toEqual(
          Object.values(other)
            .map((text) => ['FORMULA', text])
            .sort(),
        );
      }),
      { numRuns: 25 },
    );
    expect(divided).toBeGreaterThan(100);
  });

  it('tells apart what is new, gone, changed and the same', () => {
    const presented = stateFrom(QUARTER, { ...FULL, '2025-03': { ...WHOLE, prospects_to_pbr: '3' } });
    const { agreements: _, ...fewer } = WHOLE;
    const now = stateFrom(QUARTER, {
      '2025-01': { ...fewer, mrr: '110000' },
      '2025-02': fewer,
      '2025-03': { ...fewer, prospects_to_pbr: '3', lost_mrr: '1' },
    });
    const all = attributed(presented, now);
    const states = ['mrr', 'nrr', 'agreements'].map((key) => find(all, key)?.state);
    expect(states).toEqual(['CHANGED', 'SAME', 'GONE']);
    expect(find(all, 'avg_mrr_per_agreement', 'smartNumber')).toMatchObject({ state: 'GONE', now: null });
    const back = attributed(now, presented);
    expect(find(back, 'agreements')).toMatchObject({
      state: 'NEW',
      presented: null,
      why: { attributable: false, reason: expect.stringContaining('for want of Managed Services Agreements') },
    });
  });

  it('divides a number of months that has changed as a part of its own', () => {
    const { reactive_time_spent: _, ...without } = WHOLE;
    const presented = stateFrom(QUARTER, { ...FULL, '2025-03': without });
    const now = stateFrom(QUARTER, FULL);
    const rhem = find(attributed(presented, now), 'reactive_service_pct', 'smartNumber');
    expect(rhem).toMatchObject({ state: 'SAME' });
    const why = rhem?.why;
    if (!why?.attributable) throw new Error('not attributable');
    expect(why.contributions.map(({ key }) => key)).toEqual(['reactive_time_spent']);
    expect(
      sum([...why.contributions.map(({ contribution }) => contribution), why.coverage ?? new Fraction(0)]).toFraction(),
    ).toBe('0');
    expect(why.coverage?.n).not.toBe(0n);
  });
});

describe('a changed rule', () => {
  const books = (
    mapping: readonly string[],
    amounts: Readonly<Record<string, string>>,
    basis: 'accrual' | 'cash' = 'accrual',
  ): Partial<PresentedRules> => ({
    months: MONTHS.map((month) => ({
      month,
      snapshot: null,
      statement: {
        ...{ version: 1, basis, source: 'file', readAt: '2025-04-01T00:00:00.000Z' },
        lines: Object.entries(amounts).map(([account, amount]) => {
          return { account, accountId: null, number: null, type: null, section: 'income' as const, amount };
        }),
      },
      mapping: {
        ...{
          version: 1,
          from: parseMonth('2024-01'),
          otherIncomeCounts: false,
          otherExpenseCounts: false,
          reclassify: [],
        },
        further: { cashReserve: [], arOver90Days: false, averageMonthlyExpenses: false },
        metrics: {
          ...{ nrr: 'none' as const, orr: 'none' as const, misc_revenue: 'none' as const },
          ...{ payroll_total: 'none' as const, uncategorized_expenses: 'none' as const },
          mrr: mapping.map((account) => ({ account, section: 'income' as const, accountId: null, subAccounts: false })),
        },
      },
    })),
  });
  const withMrr = (mrr: string) => Object.fromEntries(MONTHS.map((month) => [month, { mrr, total_income: '900' }]));

  it('of the mapping is never attributed to data', () => {
    const amounts = { A: '100', B: '50' };
    const collected = ['mrr', 'total_income'];
    const presented = stateFrom(QUARTER, withMrr('100'), { rules: books(['A'], amounts), collected });
    const now = stateFrom(QUARTER, withMrr('150'), { rules: books(['A', 'B'], amounts), collected });
    expect(ruleChanges(presented, now)[0]).toMatchObject({
      ...{ kind: 'ACCOUNT_MAPPING', subject: 'Accounts of mrr', period: '2025-01', before: 'A', after: 'A, B' },
    });
    const mrr = find(attributed(presented, now), 'mrr');
    expect(mrr).toMatchObject({ presented: '300', now: '450', why: { attributable: true, contributions: [] } });
    expect(partsOf(mrr)).toEqual([['ACCOUNT_MAPPING', '150']]);
  });

  it('of the mapping stands before what a later statement changed', () => {
    const collected = ['mrr', 'total_income'];
    const presented = stateFrom(QUARTER, withMrr('100'), { rules: books(['A'], { A: '100', B: '50' }), collected });
    const now = stateFrom(QUARTER, withMrr('190'), { rules: books(['A', 'B'], { A: '120', B: '70' }), collected });
    const mrr = find(attributed(presented, now), 'mrr');
    expect(partsOf(mrr)).toEqual([['ACCOUNT_MAPPING', '150']]);
    expect(contributionsOf(mrr)).toEqual([['mrr', '120']]);
  });

  it('of the basis takes the whole change of the books', () => {
    const collected = ['mrr', 'total_income'];
    const presented = stateFrom(QUARTER, withMrr('100'), { rules: books(['A'], { A: '100' }), collected });
    const now = stateFrom(QUARTER, withMrr('70'), { rules: books(['A'], { A: '70' }, 'cash'), collected });
    const mrr = find(attributed(presented, now), 'mrr');
    expect(partsOf(mrr)).toEqual([['BASIS', '-90']]);
    expect(contributionsOf(mrr)).toEqual([]);
    expect(ruleChanges(presented, now).map(({ kind }) => kind)).toEqual(['BASIS', 'BASIS', 'BASIS']);
  });

  it('for devices recounts the presented snapshot', () => {
    const snapshot = (count: number) => ({
      date: '2025-01-31',
      devices: [
        { nodeClass: 'WINDOWS_WORKSTATION', organization: 'Client', isSpare: false, count },
        { nodeClass: 'WINDOWS_WORKSTATION', organization: 'Own company', isSpare: false, count: 4 },
      ],
    });
    const rules = (count: number, internalOrganizations: readonly string[]): Partial<PresentedRules> => ({
      devices: { endpointExcludedClasses: [], seatExcludedClasses: [], internalOrganizations },
      months: MONTHS.map((month) => ({ month, statement: null, mapping: null, snapshot: snapshot(count) })),
    });
    const endpoints = (value: string) =>
      Object.fromEntries(MONTHS.map((month) => [month, { endpoints_managed: value }]));
    const collected = ['endpoints_managed'];
    const presented = stateFrom(QUARTER, endpoints('14'), { rules: rules(10, []), collected });
    const now = stateFrom(QUARTER, endpoints('12'), { rules: rules(12, ['Own company']), collected });
    const difference = find(attributed(presented, now), 'endpoints_managed');
    expect(partsOf(difference)).toEqual([['DEVICES', '-4']]);
    expect(contributionsOf(difference)).toEqual([['endpoints_managed', '2']]);
  });

  it('for boards takes the whole change of the tickets, and none where nothing was collected anew', () => {
    const tickets = (value: string) =>
      Object.fromEntries(MONTHS.map((month) => [month, { reactive_tickets_created: value, mrr: '1' }]));
    const collected = ['reactive_tickets_created'];
    const presented = stateFrom(QUARTER, tickets('10'), { collected });
    const now = stateFrom(QUARTER, tickets('15'), { rules: { boards: ['Help Desk', 'Alerts'] }, collected });
    const difference = find(attributed(presented, now), 'reactive_tickets_created');
    expect(partsOf(difference)).toEqual([['BOARDS', '15']]);
    expect(contributionsOf(difference)).toEqual([]);
    const same = stateFrom(QUARTER, tickets('10'), { rules: { boards: ['Alerts'] }, collected });
    expect(partsOf(find(attributed(presented, same), 'reactive_tickets_created'))).toEqual([]);
  });
});

function partsOf(difference: { readonly why: DifferenceAttribution } | undefined) {
  return difference?.why.attributable
    ? difference.why.rules.map(({ rule, contribution }) => [rule, contribution.toFraction()])
    : null;
}

function contributionsOf(difference: { readonly why: DifferenceAttribution } | undefined) {
  return difference?.why.attributable
    ? difference.why.contributions.map(({ key, contribution }) => [key, contribution.toFraction()])
    : null;
}
