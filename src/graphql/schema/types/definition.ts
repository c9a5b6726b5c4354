import type { MetricDefinition as MetricDefinitionShape } from '#src/core/metrics/metric-registry.ts';
import { builder } from '#src/graphql/builder.ts';
import { componentsOf, type Definition as DefinitionShape, isMetric } from '#src/service/report/definitions.ts';
import { Better, ValueFormat } from './vocabulary.ts';

/** Declared here, because the interface names it; its fields are in metric-definition.ts. */
export const MetricDefinition = builder.objectRef<MetricDefinitionShape>('MetricDefinition');

/** What metrics and SmartNumbers have in common. */
export const Definition = builder.interfaceRef<DefinitionShape>('Definition').implement({
  description: 'What is known of a metric or a SmartNumber, whatever its values.',
  resolveType: (definition) => (isMetric(definition) ? 'MetricDefinition' : 'SmartNumberDefinition'),
  fields: (t) => ({
    key: t.exposeString('key', { description: 'The name by which it is stored and asked for: `net_profit`.' }),
    label: t.exposeString('label', { description: 'The name as shown to people. Accepted wherever a key is.' }),
    format: t.expose('format', { type: ValueFormat, description: 'How its values are written.' }),
    description: t.exposeString('description', { description: 'What it says, in a sentence or two.' }),
    formula: t.exposeString('formula', {
      nullable: true,
      description:
        'The formula its values are calculated with, in terms of metric keys; `months` is the number of months computed on and `annual` is 12 / months. Null for what is not calculated.',
    }),
    components: t.field({
      type: [MetricDefinition],
      description: 'The metrics its formula names, in that order; none for what is not calculated.',
      resolve: (definition) => componentsOf(definition),
    }),
    better: t.expose('better', { type: Better, description: 'Which way its values should go.' }),
  }),
});
