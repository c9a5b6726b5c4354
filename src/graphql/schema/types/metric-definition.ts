import { builder } from '#src/graphql/builder.ts';
import { dependentDefinitions, findMetricDefinition, selectMetrics } from '#src/service/report/definitions.ts';
import { Definition, MetricDefinition } from './definition.ts';

export { MetricDefinition } from './definition.ts';

export const MetricCategory = builder.enumType('MetricCategory', {
  description: 'What a metric is about. The first seven make up the business review.',
  values: {
    SUPPORT_TICKETS: { value: 'Support Tickets', description: 'Reactive tickets and the time spent on them.' },
    DEVICES: { value: 'Devices', description: 'Endpoints and seats under management.' },
    REVENUE: { value: 'Revenue', description: 'What was earned, by kind.' },
    EXPENSES: { value: 'Expenses', description: 'What was spent, by kind.' },
    PROFIT: { value: 'Profit', description: 'What remains.' },
    GENERAL: { value: 'General', description: 'Head count and agreements; also metrics of your own.' },
    SALES: { value: 'Sales', description: 'Dials, appointments, new and lost business.' },
    INTERMEDIATE: {
      value: 'Intermediate',
      description: 'QuickBooks totals that only serve to calculate other metrics; listed when asked for.',
    },
    FINANCIAL_HEALTH: {
      value: 'Financial Health',
      description: 'The workbook’s further ratios and balances; listed when asked for.',
    },
  } as const,
});

const MetricSource = builder.enumType('MetricSource', {
  description: 'Who normally supplies a metric. Any metric can be entered by hand instead.',
  values: {
    CONNECTWISE: { value: 'connectwise', description: 'Collected from ConnectWise PSA every night.' },
    NINJA: { value: 'ninja', description: 'Counted from NinjaOne’s devices every night.' },
    QUICKBOOKS: { value: 'quickbooks', description: 'Taken from the books in QuickBooks.' },
    CALCULATED: { value: 'calculated', description: 'Calculated from other metrics.' },
    MANUAL: { value: 'manual', description: 'Entered by hand.' },
  } as const,
});

const Aggregation = builder.enumType('Aggregation', {
  description: 'How a quarter’s value comes from its months.',
  values: {
    SUM: { value: 'sum', description: 'The months present, added.' },
    AVERAGE: { value: 'average', description: 'The average of the months present.' },
    LAST: { value: 'last', description: 'The value of the latest month present.' },
    FORMULA: {
      value: 'formula',
      description: 'The formula, applied to the components of the quarter’s common months.',
    },
  } as const,
});

MetricDefinition.implement({
  description: 'What is known of a metric, whatever its values.',
  interfaces: () => [Definition],
  fields: (t) => ({
    category: t.expose('category', { type: MetricCategory, description: 'What it is about.' }),
    source: t.expose('source', { type: MetricSource, description: 'Who normally supplies its values.' }),
    isEditable: t.exposeBoolean('editable', {
      description: 'Whether it is normally entered by hand and offered for editing. Any metric can be overridden.',
    }),
    isCalculated: t.boolean({
      description: 'Whether it is calculated from other metrics.',
      resolve: ({ formula }) => formula !== null,
    }),
    isCustom: t.exposeBoolean('custom', {
      description: 'Whether it is a metric of your own: it enters no formula and has no quarters.',
    }),
    dependents: t.field({
      type: [Definition],
      description: 'The metrics and SmartNumbers whose formulas name it; follow theirs to see all that it affects.',
      resolve: (definition) => dependentDefinitions(definition),
    }),
    aggregation: t.field({
      type: Aggregation,
      nullable: true,
      description: 'How a quarter’s value comes from its months; null for a metric of your own, which has no quarters.',
      resolve: ({ aggregation, custom }) => (custom ? null : aggregation),
    }),
  }),
});

builder.queryFields((t) => ({
  metricDefinitions: t.field({
    type: [MetricDefinition],
    authScopes: { everyone: true },
    description:
      'The metrics the program knows, in the order of the business review. Without a category those of its seven categories.',
    args: {
      category: t.arg({ type: MetricCategory, description: 'Only metrics of this category.' }),
      includeIntermediate: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: 'Also the intermediate metrics; says nothing where a category is given.',
      }),
    },
    resolve: (_root, { category, includeIntermediate }) =>
      selectMetrics({ includeIntermediate, ...(category && { category }) }),
  }),
  metricDefinition: t.field({
    type: MetricDefinition,
    nullable: true,
    authScopes: { everyone: true },
    description: 'The metric of that name; null where there is none.',
    args: {
      key: t.arg.string({ required: true, description: 'Its key or label, such as `net_profit` or `Net Profit`.' }),
    },
    resolve: (_root, { key }) => findMetricDefinition(key),
  }),
}));
