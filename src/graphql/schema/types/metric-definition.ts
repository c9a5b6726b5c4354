import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { dependentDefinitions, findMetricDefinition, selectMetrics } from '#src/service/report/definitions.ts';
import { Definition, MetricDefinition } from './definition.ts';

export { MetricDefinition } from './definition.ts';

export const MetricCategory = enumOf(
  'MetricCategory',
  'Category of a metric. The first seven make up the business review.',
  {
    'Support Tickets': 'Reactive tickets and the time spent on them.',
    Devices: 'Endpoints and seats under management.',
    Revenue: 'Revenue by kind.',
    Expenses: 'Expenses by kind.',
    Profit: 'What remains.',
    General: 'Head count and agreements; also custom metrics.',
    Sales: 'Dials, appointments, new and lost business.',
    Intermediate: 'QuickBooks totals used only to calculate other metrics; listed on request.',
    'Financial Health': 'Further ratios and balances of the workbook; listed on request.',
  },
);

const MetricSource = enumOf('MetricSource', 'Normal source of a metric. Any metric can be entered by hand instead.', {
  connectwise: 'Collected from ConnectWise PSA every night.',
  ninja: 'Counted from NinjaOne’s devices every night.',
  quickbooks: 'Taken from the books in QuickBooks.',
  calculated: 'Calculated from other metrics.',
  manual: 'Entered by hand.',
});

const Aggregation = enumOf('Aggregation', 'How a quarter’s value is computed from its months.', {
  sum: 'Sum of the months that have a value.',
  average: 'Average of the months that have a value.',
  last: 'Value of the latest month that has one.',
  formula: 'The formula, applied to the components of the quarter’s common months.',
});

MetricDefinition.implement({
  description: 'Definition of a metric, independent of its values.',
  interfaces: () => [Definition],
  fields: (t) =>
    exposed(t, {
      category: [MetricCategory, 'Category.'],
      source: [MetricSource, 'Normal source of its values.'],
      isEditable: t.exposeBoolean('editable', {
        description: 'Whether it is normally entered by hand and offered for editing. Any metric can be overridden.',
      }),
      isCalculated: t.boolean({
        description: 'Whether it is calculated from other metrics.',
        resolve: ({ formula }) => formula !== null,
      }),
      isCustom: t.exposeBoolean('custom', {
        description: 'Whether it is a custom metric, which is in no formula and has no quarters.',
      }),
      dependents: t.field({
        type: [Definition],
        description:
          'The metrics and SmartNumbers whose formulas contain it; follow their dependents to find all that it affects.',
        resolve: (definition) => dependentDefinitions(definition),
      }),
      aggregation: t.field({
        type: Aggregation,
        nullable: true,
        description:
          'How a quarter’s value is computed from its months; null for a custom metric, which has no quarters.',
        resolve: ({ aggregation, custom }) => (custom ? null : aggregation),
      }),
    }),
});

builder.queryFields((t) => ({
  metricDefinitions: t.field({
    type: [MetricDefinition],
    authScopes: { everyone: true },
    description:
      'The built-in metrics, in the order of the business review. Without `category`, those of its seven categories.',
    args: {
      category: t.arg({ type: MetricCategory, description: 'Only metrics of this category.' }),
      includeIntermediate: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: 'Include intermediate metrics. Ignored when `category` is given.',
      }),
    },
    resolve: (_root, { category, includeIntermediate }) =>
      selectMetrics({ includeIntermediate, ...(category && { category }) }),
  }),
  metricDefinition: t.field({
    type: MetricDefinition,
    nullable: true,
    authScopes: { everyone: true },
    description: 'The metric with this key or label; null if there is none.',
    args: {
      key: t.arg.string({ required: true, description: 'Key or label, such as `net_profit` or `Net Profit`.' }),
    },
    resolve: (_root, { key }) => findMetricDefinition(key),
  }),
}));
