import type { Component, Explanation } from '#src/core/calculation/explanation.ts';
import { builder } from '#src/graphql/builder.ts';
import { definitionsOf } from '#src/service/report/definitions.ts';
import { explainComponent } from '#src/service/report/report-value.ts';
import { MetricDefinition } from './metric-definition.ts';

export const Breakdown = builder.objectRef<Explanation>('Breakdown');

const BreakdownComponent = builder.objectRef<Component>('BreakdownComponent').implement({
  description: 'One input of an explained value.',
  fields: (t) => ({
    definition: t.expose('definition', { type: MetricDefinition, description: 'The metric.' }),
    period: t.expose('period', { type: 'Period', description: 'The month or quarter of the input.' }),
    value: t.expose('value', {
      type: 'Decimal',
      nullable: true,
      description:
        'The value used: for a quarter, over the months that the result is computed on; 0 for an absent metric that counts as 0; null if missing.',
    }),
    formatted: t.exposeString('formatted', { description: 'The value formatted for display; `—` if missing.' }),
    breakdown: t.field({
      type: Breakdown,
      nullable: true,
      description: 'How this input was calculated; null if it was collected or entered.',
      resolve: (component) => explainComponent(component),
    }),
  }),
});

Breakdown.implement({
  description: 'How a value was calculated, with its inputs. Follow `components` to trace each input to its origin.',
  fields: (t) => ({
    formula: t.exposeString('formula', {
      description:
        'The formula in terms of metric keys, or a description of how the quarter is computed from its months.',
    }),
    display: t.exposeString('display', {
      description:
        'The calculation with its values: `1,080 ÷ 5.5 ÷ 3 = 65.45`. A missing value is `—`; a result entered by hand is marked as such.',
    }),
    result: t.expose('result', {
      type: 'Decimal',
      nullable: true,
      description: 'The result, rounded as stored; null if inputs are missing or the formula divides by zero.',
    }),
    components: t.expose('components', {
      type: [BreakdownComponent],
      description: 'The inputs, in the order of the formula or of the months.',
    }),
    missing: t.field({
      type: [MetricDefinition],
      description: 'The metrics that are absent in at least one month of the period.',
      resolve: ({ missing }) => definitionsOf(missing),
    }),
  }),
});
