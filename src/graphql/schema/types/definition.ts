import type { MetricDefinition as MetricDefinitionShape } from '#src/core/metrics/metric-registry.ts';
import { builder } from '#src/graphql/builder.ts';
import { componentsOf, type Definition as DefinitionShape, isMetric } from '#src/service/report/definitions.ts';
import { Better, ValueFormat } from './vocabulary.ts';

/** Declared here, because the interface names it; its fields are in metric-definition.ts. */
export const MetricDefinition = builder.objectRef<MetricDefinitionShape>('MetricDefinition');

/** Definition of a metric or a SmartNumber. */
export const Definition = builder.interfaceRef<DefinitionShape>('Definition').implement({
  description: 'Definition of a metric or a SmartNumber, independent of its values.',
  resolveType: (definition) => (isMetric(definition) ? 'MetricDefinition' : 'SmartNumberDefinition'),
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Identifier in storage and in queries: `net_profit`.' }),
    label: t.exposeString('label', { description: 'Display name. Accepted wherever a key is.' }),
    format: t.expose('format', { type: ValueFormat, description: 'Display format of its values.' }),
    description: t.exposeString('description', { description: 'Its meaning, in a sentence or two.' }),
    formula: t.exposeString('formula', {
      nullable: true,
      description:
        'The formula of its values, in terms of metric keys; `months` is the number of months computed on and `annual` is 12 / months. Null if it is not calculated.',
    }),
    components: t.field({
      type: [MetricDefinition],
      description: 'The metrics in its formula, in order; empty if it is not calculated.',
      resolve: (definition) => componentsOf(definition),
    }),
    better: t.expose('better', { type: Better, description: 'Direction in which its values improve.' }),
  }),
});
