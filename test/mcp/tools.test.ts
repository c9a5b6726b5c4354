import { beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import { parseMonth } from '#src/core/period.ts';
import { openApi } from '../graphql/api.ts';
import { enterMonths, storeMonths, WHOLE_MONTH } from '../graphql/books.ts';
import { collectInto } from '../graphql/collected.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { type Assistant, askOverHttp, serveMcp } from './api.ts';

const { product_cogs: _, reactive_tickets_created: __, ...WITHOUT_COGS } = WHOLE_MONTH;
/** A year ago a whole quarter; then one whose last month lacks the cost of goods sold, and whose tickets are collected. */
const MONTHS = {
  '2025-04': WHOLE_MONTH,
  '2025-05': WHOLE_MONTH,
  '2025-06': { ...WHOLE_MONTH, mrr: 100_000, total_income: 150_000 },
  '2026-01': { ...WHOLE_MONTH, mrr: 110_000, lost_mrr: 900 },
  '2026-02': { ...WHOLE_MONTH, total_expenses_qb: '90001.01', technical_employees: 0 },
  '2026-03': { ...WHOLE_MONTH, net_profit: '12345.67' },
  '2026-04': { ...WHOLE_MONTH, mrr: '111111.11' },
  '2026-05': WHOLE_MONTH,
  '2026-06': WITHOUT_COGS,
};
const PERIODS = ['2025-Q2', '2026-Q1', '2026-Q2', '2026-01', '2026-02', '2026-03', '2026-06', '2026-07', '2026-Q4'];

const ATTRIBUTION = `attribution {
  attributable reason sentence total
  contributions { definition { key label } contribution exact share formatted months { period contribution formatted } }
}`;
interface Named {
  readonly definition: { readonly key: string; readonly label: string };
}
const VALUE = `
  formatted value state months status change(since: $since) { absolute percent better comparable reason ${ATTRIBUTION} }
  definition { key label formula }`;
const REPORT = `query ($period: Period!, $since: ComparisonPeriod! = PREVIOUS) {
  organization { period(key: $period) {
    metrics { ${VALUE} breakdown { formula display } }
    smartNumbers { ${VALUE} breakdown { formula display missing { key } } }
  } }
}`;

describeOnBothDatabases('the tools', (use) => {
  let assistant: Assistant;
  beforeAll(async () => {
    await emptyDatabase(use());
    await use().database.prisma.organization.create({ data: { id: 2, name: 'Another' } });
    await enterMonths(use().database, MONTHS);
    await storeMonths(use().database, [parseMonth('2026-03')], { widgets: 3 });
    await collectInto(use(), { '2026-06': { reactive_tickets_created: 354 } });
  });
  const connect = async () => {
    assistant = await askOverHttp((await serveMcp(use())).url);
    return assistant;
  };
  // biome-ignore lint/suspicious/noExplicitAny: parts of an answer of GraphQL.
  const graphql = async (period: string, since = 'PREVIOUS'): Promise<any> =>
    ((await openApi(use()).ask(REPORT, { period, since })) as { organization: { period: unknown } }).organization
      .period;

  it('are six, only read, and say what they take and answer', async () => {
    const { client } = await connect();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      ...['list_periods', 'get_report', 'explain_value', 'why_did_it_move', 'search_definitions', 'data_quality'],
    ]);
    for (const { annotations, description, inputSchema, outputSchema } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
      expect(description?.length).toBeGreaterThan(100);
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: 'object' });
    }
  });

  it('list the periods with their status and what they hold', async () => {
    const { ask } = await connect();
    const listed = await ask('list_periods', { last: 2 });
    expect(listed).toMatchObject({
      ...{ organization: { id: 1, name: 'Example MSP, LLC' }, timeZone: 'America/Chicago' },
      ...{ now: '2026-07-10T14:00:00.000Z', latestMonth: '2026-06', latestQuarter: '2026-Q2' },
    });
    expect(listed.periods).toEqual([
      {
        ...{ period: '2026-Q1', label: 'Q1 2026', firstDay: '2026-01-01', lastDay: '2026-03-31', status: 'ENDED' },
        monthsWithValues: ['2026-01', '2026-02', '2026-03'],
      },
      expect.objectContaining({ period: '2026-Q2', monthsWithValues: ['2026-04', '2026-05', '2026-06'] }),
    ]);
    const months = await ask('list_periods', { kind: 'MONTH', from: '2026-06', to: '2026-08' });
    expect(
      months.periods.map(({ period, status, monthsWithValues }: Record<string, unknown>) => [
        ...[period, status, monthsWithValues],
      ]),
    ).toEqual([
      ['2026-06', 'ENDED', ['2026-06']],
      ['2026-07', 'RUNNING', []],
      ['2026-08', 'FUTURE', []],
    ]);
  });

  it.each(PERIODS)('report of %s what GraphQL reports', async (period) => {
    const { ask } = await connect();
    const reported = await ask('get_report', { period });
    const { metrics, smartNumbers } = await graphql(period);
    const expected = [...smartNumbers, ...metrics].map(({ definition, months, breakdown, ...value }) => ({
      ...{ key: definition.key, label: definition.label, monthsCovered: months },
      ...{ formatted: value.formatted, value: value.value, state: value.state, status: value.status },
      ...{ formula: breakdown?.formula ?? null, calculation: breakdown?.display ?? null },
    }));
    expect(reported.values).toHaveLength(expected.length);
    expect(reported.values).toMatchObject(expected);
    for (const { state, gap, value, monthsCovered } of reported.values) {
      const begins = { EXACT: null, PARTIAL: /^partial: computed on \d of 3 months/ }[state as string];
      if (begins === null) expect(gap).toBeNull();
      else expect(gap).toMatch(begins ?? /^absent, because ./);
      expect(value === null).toBe(monthsCovered.length === 0);
    }
  });

  it.each([
    ['2026-Q2', 'PREVIOUS'],
    ['2026-Q2', 'YEAR_AGO'],
    ['2026-03', 'PREVIOUS'],
    ['2026-02', 'YEAR_AGO'],
  ])(
    'say of %s how it moved (%s) as GraphQL does, and explain it in the same words',
    async (period, since) => {
      const { ask } = await connect();
      const { metrics, smartNumbers } = await graphql(period, since);
      for (const { definition, change, breakdown } of [...metrics, ...smartNumbers]) {
        const isMetric = METRICS.some(({ label }) => label === definition.label);
        const key = isMetric ? `metric:${definition.key}` : definition.key;
        const moved = await ask('why_did_it_move', { period, key, since });
        const { attribution, ...changed } = change;
        expect(moved.change).toMatchObject(changed);
        expect(moved.change.formatted === null).toBe(change.absolute === null);
        const contributions = attribution.contributions.map(({ definition: { key, label }, ...rest }: Named) => ({
          ...{ key, label, before: expect.anything(), after: expect.anything() },
          ...rest,
        }));
        expect(moved.attribution).toEqual({ ...attribution, contributions });
        const explained = await ask('explain_value', { period, key });
        expect(explained.value).toMatchObject({ key: definition.key, kind: isMetric ? 'metric' : 'smartNumber' });
        const [first] = explained.steps;
        expect(first && { formula: first.formula, display: first.calculation }).toEqual(
          breakdown ? { formula: breakdown.formula, display: breakdown.display } : undefined,
        );
      }
    },
    30_000,
  );

  it('say why a value is absent: what is missing, in which months, from whom', async () => {
    const { ask } = await connect();
    const reported = async (key: string, period: string) =>
      (await ask('get_report', { period, keys: [key] })).values[0];
    const cogs = { key: 'product_cogs', label: 'Product Cost of Goods Sold (COGS)', suppliedBy: 'QuickBooks' };
    expect(await reported('Net Profit', '2026-06')).toMatchObject({
      ...{ key: 'net_profit', formatted: '—', value: null, state: 'NOT_COMPUTABLE', monthsCovered: [] },
      gap: `absent, because an input is missing: ${cogs.label}`,
      missing: [{ ...cogs, months: ['2026-06'] }],
    });
    expect(await reported('net_profit_pct', '2026-Q2')).toMatchObject({
      ...{ state: 'PARTIAL', monthsCovered: ['2026-04', '2026-05'] },
      gap: `partial: computed on 2 of 3 months, April 2026 and May 2026; missing: ${cogs.label} of June 2026`,
      missing: [{ ...cogs, months: ['2026-06'] }],
    });
    expect((await reported('product_cogs', '2026-06')).gap).toBe(
      'absent, because it was neither collected nor entered by hand',
    );
    expect((await reported('mrr', '2026-07')).gap).toBe(
      'absent, because it was neither collected nor entered by hand; the period has not ended',
    );
    expect((await reported('mrr', '2026-Q4')).gap).toBe('absent, because Q4 2026 has not begun');
    expect(await reported('tickets_per_tech_per_month', '2026-02')).toMatchObject({
      gap: expect.stringMatching(/^absent, because its formula divides by zero: 355 ÷ 0/),
      missing: [],
    });
  });

  it('explain a number down to who entered it and which collection read it, each calculation once', async () => {
    const { ask } = await connect();
    const explained = await ask('explain_value', { period: '2026-Q1', key: 'net_profit_pct' });
    const stepOf = (key: string, period: string) =>
      explained.steps.filter((step: { key: string; period: string }) => step.key === key && step.period === period);
    expect(explained.steps[0]).toMatchObject({
      ...{ key: 'net_profit_pct', period: '2026-Q1', result: explained.value.value },
      components: [{ key: 'net_profit' }, { key: 'total_revenue' }],
    });
    expect(stepOf('product_sales', '2026-01')).toHaveLength(1);
    expect(stepOf('net_profit', '2026-03')).toMatchObject([
      { calculation: expect.stringMatching(/^entered by hand: \$12,345\.67 \(formula gives /), components: [] },
    ]);
    const inputOf = (key: string, period: string) =>
      explained.inputs.filter((each: { key: string; period: string }) => each.key === key && each.period === period);
    expect(inputOf('mrr', '2026-01')).toMatchObject([
      { value: '110000', formatted: '$110,000.00', source: 'manual', enteredBy: 'tester', vendor: 'Manual' },
    ]);
    expect(inputOf('net_profit', '2026-03')).toMatchObject([{ value: '12345.67', source: 'manual' }]);
    const collected = await ask('explain_value', { period: '2026-06', key: 'Reactive Tickets Created' });
    expect(collected).toMatchObject({
      steps: [],
      inputs: [{ value: '354', source: 'collected', vendor: 'ConnectWise', enteredBy: null }],
    });
  });

  it('name the inputs that moved, those that did not, and those that are absent', async () => {
    const { ask } = await connect();
    const moved = await ask('why_did_it_move', { period: '2026-02', key: 'net profit' });
    expect(moved).toMatchObject({
      current: { key: 'net_profit', period: '2026-02' },
      earlier: { key: 'net_profit', period: '2026-01' },
      attribution: {
        sentence: 'Net Profit -$1,902.53: Total Expenses (QuickBooks) -$1,902.53.',
        // The books' total income, which is known, has not changed: less MRR is more of something else.
        contributions: [
          { key: 'total_expenses_qb', exact: '-190253/100' },
          { key: 'mrr', exact: '0/1' },
        ],
      },
      absentInputs: [{ key: 'uncategorized_expenses' }],
    });
    expect(moved.changedInputs).toEqual([
      {
        ...{ key: 'mrr', label: 'Monthly Recurring Revenue (MRR)' },
        before: { formatted: '$110,000.00', value: '110000' },
        after: { formatted: '$109,682.00', value: '109682' },
        difference: { formatted: '-$318.00', value: '-318' },
      },
      expect.objectContaining({ key: 'total_expenses_qb', difference: { formatted: '+$1,902.53', value: '1902.53' } }),
    ]);
    expect(moved.unchangedInputs.map(({ key }: { key: string }) => key)).toContain('product_cogs');
    // Overridden in one of the two months: an input of its own.
    const overridden = await ask('why_did_it_move', { period: '2026-03', key: 'net_profit_pct' });
    expect(overridden.changedInputs.map(({ key }: { key: string }) => key)).toContain('net_profit');
    expect(overridden.change.formatted).toMatch(/ points$/);
    const gone = await ask('why_did_it_move', { period: '2026-06', key: 'net profit' });
    expect(gone).toMatchObject({
      change: { comparable: false, reason: 'this period has no value', formatted: null, absolute: null },
      attribution: { attributable: false, reason: 'this period has no value', contributions: [] },
    });
    expect(gone.changedInputs).toMatchObject([
      { key: 'product_cogs', after: { formatted: '—', value: null }, difference: null },
    ]);
  });

  it('find definitions by words, and say what each means', async () => {
    const { ask } = await connect();
    const all = await ask('search_definitions', { limit: 100 });
    expect(all).toMatchObject({ found: METRICS.length + SMART_NUMBERS.length });
    expect(all.definitions).toHaveLength(all.found);
    const keysOf = async (query: string) =>
      (await ask('search_definitions', { query, limit: 3 })).definitions.map(({ key }: { key: string }) => key);
    expect((await keysOf('Net Profit %'))[0]).toBe('net_profit_pct');
    expect((await keysOf('mrr'))[0]).toBe('mrr');
    expect(await keysOf('ticket hours')).toContain('reactive_time_spent');
    expect(await keysOf('xyzzy')).toEqual([]);
  });

  it('say how far a period can be relied on', async () => {
    const { ask } = await connect();
    const quality = await ask('data_quality', { period: '2026-Q2' });
    const { metrics } = await graphql('2026-Q2');
    const exact = metrics.filter(({ state }: { state: string }) => state === 'EXACT').length;
    expect(quality).toMatchObject({ period: { period: '2026-Q2' }, metrics: { EXACT: exact }, books: [] });
    const always = { key: 'prospects_to_pbr', label: 'Prospects to Hit PBR', source: 'manual' };
    expect(quality.months).toEqual([
      { month: '2026-04', status: 'ENDED', missing: [always] },
      { month: '2026-05', status: 'ENDED', missing: [always] },
      { month: '2026-06', status: 'ENDED', missing: [expect.objectContaining({ key: 'product_cogs' }), always] },
    ]);
    expect(quality.attention).toContainEqual(expect.objectContaining({ kind: 'missingInputs' }));
    const first = await ask('data_quality', { period: '2026-03' });
    expect(first.findingsTotal).toBe(first.findings.length);
    expect(first.findings).toContainEqual(
      expect.objectContaining({ key: 'net_profit', month: '2026-03', acknowledged: false }),
    );
  });

  it('know custom metrics, and the metric of a name that a SmartNumber has', async () => {
    const { ask } = await connect();
    const { values } = await ask('get_report', { period: '2026-03', keys: ['widgets', 'lost_mrr', 'metric:lost_mrr'] });
    expect(values).toMatchObject([
      { key: 'widgets', value: '3', kind: 'metric' },
      { key: 'lost_mrr', kind: 'smartNumber' },
      { key: 'lost_mrr', kind: 'metric' },
    ]);
  });

  describe('answer a wrong question with a coded error', () => {
    it.each([
      ['get_report', { period: '2026' }, 'INVALID_PERIOD', 'period', /a month YYYY-MM or a quarter YYYY-QN.*"2026"/],
      ['get_report', {}, 'MISSING_FIELD', 'period', /period is missing/],
      ['get_report', { period: 3 }, 'INVALID_PARAMETER', 'period', /must be a text/],
      ['get_report', { period: '2026-01', keys: [] }, 'INVALID_PARAMETER', 'keys', /1 to 60/],
      ['get_report', { period: '2026-01', keys: Array(61).fill('mrr') }, 'INVALID_PARAMETER', 'keys', /1 to 60/],
      ['get_report', { period: '2026-01', keys: ['mrr', 'x'.repeat(101)] }, 'INVALID_PARAMETER', 'keys[1]', /100/],
      ['get_report', { period: '2026-01', write: true }, 'INVALID_PARAMETER', 'write', /accepted are organizationId/],
      ['get_report', { period: '2026-01', organizationId: 7 }, 'ORGANIZATION_NOT_FOUND', 'organizationId', /7/],
      ['list_periods', { organizationId: 0 }, 'INVALID_PARAMETER', 'organizationId', /from 1/],
      ['list_periods', { last: 121 }, 'INVALID_PARAMETER', 'last', /1 to 120/],
      ['list_periods', { from: '2026-02', to: '2026-01' }, 'INVALID_PERIOD_RANGE', 'from', /./],
      ['list_periods', { kind: 'MONTH', from: '2000-01', to: '2100-12' }, 'RANGE_TOO_LARGE', 'to', /600/],
      ['why_did_it_move', { period: '2026-01', key: 'mrr', since: 'EVER' }, 'INVALID_PARAMETER', 'since', /YEAR_AGO/],
      ['search_definitions', { query: 'x'.repeat(201) }, 'INVALID_PARAMETER', 'query', /200/],
      ['explain_value', { period: '2026-01', key: ' ' }, 'INVALID_PARAMETER', 'key', /empty/],
    ])('%s, case %#', async (tool, input, code, field, message) => {
      const { fail } = await connect();
      expect(await fail(tool, input)).toEqual({ code, field, message: expect.stringMatching(message) });
    });

    it('which suggests similar names for an unknown one', async () => {
      const { fail } = await connect();
      expect(await fail('explain_value', { period: '2026-01', key: 'net profits margin' })).toEqual({
        ...{ code: 'METRIC_NOT_FOUND', field: 'key', message: 'Unknown metric: net profits margin' },
        suggestions: ['net_profit_pct', 'net_profit'],
      });
      expect(await fail('get_report', { period: '2026-01', keys: ['mrr', 'zzz'] })).toMatchObject({
        ...{ code: 'METRIC_NOT_FOUND', field: 'keys[1]', suggestions: [] },
      });
    });

    it('which lists all faults if there are several', async () => {
      const { fail } = await connect();
      const { errors } = await fail('explain_value', { period: 'x' });
      expect(errors).toMatchObject([{ code: 'INVALID_PERIOD' }, { code: 'MISSING_FIELD', field: 'key' }]);
    });
  });

  it('keep organizations apart', async () => {
    const { ask } = await connect();
    expect(await ask('list_periods', { organizationId: 2 })).toMatchObject({
      organization: { id: 2, name: 'Another' },
      periods: [],
    });
    const input = { organizationId: 2, period: '2026-Q1' };
    const { values } = await ask('get_report', input);
    expect(new Set(values.map(({ formatted }: { formatted: string }) => formatted))).toEqual(new Set(['—']));
    expect(await ask('explain_value', { ...input, key: 'mrr' })).toMatchObject({ value: { value: null } });
    const quality = await ask('data_quality', input);
    expect(quality).toMatchObject({ metrics: { EXACT: 0, PARTIAL: 0 }, findingsTotal: 0, books: [] });
  });

  it('read in few statements, as many for a quarter as for a month', async () => {
    const { ask } = await connect();
    const statements = async (tool: string, input: object) =>
      (await use().statementsOf(() => ask(tool, { ...input }))).length;
    for (const [tool, most, input] of [
      ['list_periods', 1, {}],
      ['get_report', 1, { period: '2026-01' }],
      ['explain_value', 3, { period: '2026-01', key: 'net_profit_pct' }],
      ['why_did_it_move', 1, { period: '2026-01', key: 'net_profit_pct' }],
      ['data_quality', 25, { period: '2026-01' }],
    ] as const) {
      const ofMonth = await statements(tool, input);
      const ofQuarter = await statements(tool, 'period' in input ? { ...input, period: '2026-Q1' } : { last: 120 });
      expect([tool, ofQuarter]).toEqual([tool, ofMonth]);
      expect(ofMonth).toBeLessThanOrEqual(most);
    }
  });

  it('write nothing', async () => {
    const { ask, fail } = await connect();
    const sql: string[] = [];
    sql.push(
      ...(await use().statementsOf(async () => {
        for (const tool of ['get_report', 'data_quality']) await ask(tool, { period: '2026-Q1' });
        for (const tool of ['explain_value', 'why_did_it_move'])
          await ask(tool, { period: '2026-03', key: 'net_profit' });
        await ask('list_periods');
        await fail('get_report', { period: 'x' });
      })),
    );
    expect(sql.length).toBeGreaterThan(3);
    expect(sql.filter((text) => !/^\s*(SELECT|WITH)\b/i.test(text) || /\b(INSERT|UPDATE|DELETE)\b/.test(text))).toEqual(
      [],
    );
  });
});
