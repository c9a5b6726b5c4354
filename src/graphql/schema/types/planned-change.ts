import type { MetricChange } from '#src/core/metrics/stored-value.ts';
import { builder } from '#src/graphql/builder.ts';
import { definitionOf } from '#src/service/report/definitions.ts';
import { formattedChange } from '#src/service/report/report-value.ts';
import { MetricDefinition } from './metric-definition.ts';
import { DataSource } from './vocabulary.ts';

export const PlannedChange = builder.objectRef<MetricChange>('PlannedChange').implement({
  description: 'A monthly value that a change affects: the value before and after it.',
  fields: (t) => ({
    period: t.field({ type: 'Period', description: 'The month.', resolve: ({ month }) => month }),
    definition: t.field({
      type: MetricDefinition,
      description: 'The metric.',
      resolve: ({ metric }) => definitionOf(metric),
    }),
    before: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The value before; null if there is none.',
      resolve: ({ before }) => before?.value ?? null,
    }),
    after: t.field({
      type: 'Decimal',
      nullable: true,
      description: 'The value after; null if it is removed.',
      resolve: ({ after }) => after?.value ?? null,
    }),
    formattedBefore: t.string({
      description: 'The value before, formatted for display; `—` if there is none.',
      resolve: (change) => formattedChange(change).before,
    }),
    formattedAfter: t.string({
      description: 'The value after, formatted for display; `—` if it is removed.',
      resolve: (change) => formattedChange(change).after,
    }),
    source: t.field({
      type: DataSource,
      nullable: true,
      description: 'Origin of the value after; null if it is removed.',
      resolve: ({ after }) => after?.source ?? null,
    }),
  }),
});
