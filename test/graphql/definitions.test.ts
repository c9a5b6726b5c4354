import { expect, it } from 'vitest';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import { describeOnBothDatabases } from '../kit/databases.ts';
import { openApi } from './api.ts';

describeOnBothDatabases('definitions', (use) => {
  const ask = (query: string) => openApi(use()).ask(query);
  const keysOf = (definitions: unknown) => (definitions as { key: string }[]).map(({ key }) => key);

  it('lists the metrics of the seven categories, and the others when asked for', async () => {
    const answer = await ask(`{
      shown: metricDefinitions { key }
      withIntermediate: metricDefinitions(includeIntermediate: true) { key }
      intermediate: metricDefinitions(category: INTERMEDIATE) { key }
      health: metricDefinitions(category: FINANCIAL_HEALTH) { key }
    }`);
    const of = (...categories: string[]) =>
      METRICS.filter(({ category }) => categories.includes(category)).map(({ key }) => key);
    const seven = ['Support Tickets', 'Devices', 'Revenue', 'Expenses', 'Profit', 'General', 'Sales'];
    expect(keysOf(answer['shown'])).toEqual(of(...seven));
    expect(keysOf(answer['withIntermediate'])).toEqual(of(...seven, 'Intermediate'));
    expect(keysOf(answer['intermediate'])).toEqual(of('Intermediate'));
    expect(keysOf(answer['health'])).toEqual(of('Financial Health'));
    expect(keysOf(answer['shown'])).toHaveLength(27);
  });

  it('tells all there is to know of a metric, its lineage both ways', async () => {
    const answer = await ask(`{
      metricDefinition(key: "All Other Expenses") {
        key label category format description source isEditable isCalculated isCustom formula aggregation better
        components { key }
        dependents { __typename key label }
      }
    }`);
    expect(answer).toEqual({
      metricDefinition: {
        key: 'other_expenses',
        label: 'All Other Expenses',
        category: 'EXPENSES',
        format: 'CURRENCY',
        description:
          'Expenses other than payroll and owner compensation. The cost of goods sold is not part of it: it enters only in total expenses.',
        source: 'CALCULATED',
        isEditable: false,
        isCalculated: true,
        isCustom: false,
        formula: 'total_expenses_qb - employee_expense - owner_comp - owner_comp_taxes',
        aggregation: 'SUM',
        better: 'LOWER',
        components: [
          { key: 'total_expenses_qb' },
          { key: 'employee_expense' },
          { key: 'owner_comp' },
          { key: 'owner_comp_taxes' },
        ],
        dependents: [
          { __typename: 'MetricDefinition', key: 'total_expenses', label: 'Total Expenses' },
          { __typename: 'MetricDefinition', key: 'msp_turning_point', label: 'MSP Turning Point' },
          { __typename: 'MetricDefinition', key: 'msp_turning_point_difference', label: '$ Difference' },
        ],
      },
    });
  });

  it('follows a metric into the SmartNumbers that name it', async () => {
    const answer = await ask(
      '{ metricDefinition(key: "seats_managed") { formula components { key } dependents { __typename key } } }',
    );
    expect(answer).toEqual({
      metricDefinition: {
        formula: null,
        components: [],
        dependents: [{ __typename: 'SmartNumberDefinition', key: 'avg_aisp' }],
      },
    });
  });

  it('knows no metric of an unknown name', async () => {
    expect(await ask('{ metricDefinition(key: "net_profit_pct") { key } }')).toEqual({ metricDefinition: null });
  });

  it('lists the SmartNumbers with their ranges', async () => {
    const answer = await ask(`{
      all: smartNumberDefinitions { key }
      profit: smartNumberDefinitions(category: PROFIT) {
        key label category format description formula calculationMethod better
        suggestedRange { min max }
        components { key }
      }
      sales: smartNumberDefinitions(category: SALES) { key suggestedRange { min } }
    }`);
    expect(keysOf(answer['all'])).toEqual(SMART_NUMBERS.map(({ key }) => key));
    expect(answer['profit']).toEqual([
      {
        key: 'net_profit_pct',
        label: 'Net Profit %',
        category: 'PROFIT',
        format: 'PERCENTAGE',
        description: 'Share of the revenue that remains as net profit.',
        formula: 'net_profit / total_revenue',
        calculationMethod: 'net_profit / total_revenue',
        better: 'HIGHER',
        suggestedRange: { min: '0.2', max: '0.3' },
        components: [{ key: 'net_profit' }, { key: 'total_revenue' }],
      },
    ]);
    expect(answer['sales']).toEqual([
      { key: 'new_mrr_added', suggestedRange: null },
      { key: 'lost_mrr', suggestedRange: null },
      { key: 'net_mrr_gain', suggestedRange: null },
      { key: 'dials_per_appointment', suggestedRange: { min: '10' } },
      { key: 'sales_call_close_pct', suggestedRange: { min: '0.2' } },
    ]);
  });

  it('says who is asking', async () => {
    expect(await ask('{ viewer { name roles isLocal } }')).toEqual({
      viewer: { name: 'local', roles: ['ADMIN'], isLocal: true },
    });
  });
});
