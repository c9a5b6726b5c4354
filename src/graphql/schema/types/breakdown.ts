import type { Component, Explanation } from '#src/core/calculation/explanation.ts';
import { builder } from '#src/graphql/builder.ts';
import { definitionOf, definitionsOf } from '#src/service/report/definitions.ts';
import { explainComponent } from '#src/service/report/report-value.ts';
import { MetricDefinition } from './metric-definition.ts';

export const Breakdown = builder.objectRef<Explanation>('Breakdown');

const BreakdownComponent = builder.objectRef<Component>('BreakdownComponent').implement({
  description: 'One number that enters an explained value.',
  fields: (t) => ({
    definition: t.field({
      type: MetricDefinition,
      description: 'The metric.',
      resolve: ({ key }) => definitionOf(key),
    }),
    period: t.expose('period', { type: 'Period', description: 'The month or quarter whose value enters.' }),
    value: t.expose('value', {
      type: 'Decimal',
      nullable: true,
      description:
        'The value that enters: for a quarter over the months the whole is computed on; 0 for an absent metric that counts as 0; null where it is missing.',
    }),
    formatted: t.exposeString('formatted', { description: 'The value as shown; `—` where it is missing.' }),
    breakdown: t.field({
      type: Breakdown,
      nullable: true,
      description: 'How this number was calculated itself; null where it was collected or entered.',
      resolve: (component) => explainComponent(component),
    }),
  }),
});

Breakdown.implement({
  description: 'How a value was calculated, with the numbers. Follow `components` to see where each came from.',
  fields: (t) => ({
    formula: t.exposeString('formula', {
      description: 'The formula in terms of metric keys, or in words how a quarter comes from its months.',
    }),
    display: t.exposeString('display', {
      description:
        'The calculation with its values: `1,080 ÷ 5.5 ÷ 3 = 65.45`. A missing value is `—`; a result entered by hand says so.',
    }),
    result: t.expose('result', {
      type: 'Decimal',
      nullable: true,
      description: 'The result, rounded as it is stored; null where inputs are missing or the formula divides by zero.',
    }),
    components: t.expose('components', {
      type: [BreakdownComponent],
      description: 'The numbers that enter, in the order of the formula or of the months.',
    }),
    missing: t.field({
      type: [MetricDefinition],
      description: 'The metrics that are absent in at least one month of the period.',
      resolve: ({ missing }) => definitionsOf(missing),
    }),
  }),
});
