import {
  ConflictError,
  InvalidInputError,
  InvalidPeriodError,
  InvalidValueError,
  MetricNotFoundError,
  MissingFieldError,
  OrganizationNotFoundError,
  PeriodClosedError,
} from '#src/core/errors.ts';
import type { Period } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import type { ReportedPeriod } from '#src/graphql/context.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { MetricDefinition } from '#src/graphql/schema/types/metric-definition.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { WRITTEN_LIMITS } from '#src/service/limits.ts';
import { definitionOf } from '#src/service/report/definitions.ts';
import { type ReleaseOutcome as Outcome, RELEASE_OUTCOMES, releaseMetrics } from '#src/service/values/release.ts';
import { showWrittenPeriod } from './written-period.ts';

const ExpectedUpdateInput = builder.inputType('ExpectedUpdateInput', {
  description: 'A value as it was read.',
  fields: (t) => ({
    metric: t.string({ required: true, description: 'Key or label of the metric.' }),
    updatedAt: t.field({ type: 'DateTime', required: true, description: 'The value’s `updatedAt`.' }),
  }),
});

const ReleaseMetricsInput = builder.inputType('ReleaseMetricsInput', {
  description: 'Metrics of one month that were entered by hand and are to be given back.',
  fields: (t) => ({
    organizationId: t.int(ORGANIZATION_INPUT),
    period: t.field({ type: 'Period', required: true, description: 'The month; it must have begun.' }),
    metrics: t.stringList({
      required: true,
      description: `Keys or labels of the metrics; at most ${WRITTEN_LIMITS.entries}.`,
    }),
    expectedUpdatedAt: t.field({
      type: [ExpectedUpdateInput],
      description:
        'Values that are to be released only as they were read: where one has changed since, or is absent, everything is refused with ConflictError. A metric that is not among them is released whatever its value.',
    }),
  }),
});

const ReleaseOutcome = builder.enumType('ReleaseOutcome', {
  description: 'What became of a released metric.',
  values: {
    AWAITS_COLLECTION: described('awaits collection'),
    RECALCULATED: described('recalculated'),
    WITHDRAWN: described('withdrawn'),
    NOT_MANUAL: described('not manual'),
  },
});

function described<Value extends Outcome>(value: Value) {
  const text = RELEASE_OUTCOMES[value];
  return { value, description: `${text.charAt(0).toUpperCase()}${text.slice(1)}.` };
}

const ReleasedMetric = builder
  .objectRef<{ readonly key: string; readonly outcome: Outcome }>('ReleasedMetric')
  .implement({
    description: 'A metric that was released.',
    fields: (t) => ({
      definition: t.field({
        type: MetricDefinition,
        description: 'The metric.',
        resolve: ({ key }) => definitionOf(key),
      }),
      outcome: t.expose('outcome', { type: ReleaseOutcome, description: 'What became of it.' }),
    }),
  });

interface Released extends ReportedPeriod<Period> {
  readonly released: ReadonlyMap<string, Outcome>;
}

const ReleaseMetricsSuccess = builder.objectRef<Released>('ReleaseMetricsSuccess').implement({
  description: 'The metrics were released, and everything that depends on them was recalculated.',
  fields: (t) => ({
    released: t.field({
      type: [ReleasedMetric],
      description: 'What became of each metric, in the order in which they were named.',
      resolve: ({ released }) => [...released].map(([key, outcome]) => ({ key, outcome })),
    }),
  }),
});
showWrittenPeriod(ReleaseMetricsSuccess);

const ReleaseMetricsResult = resultUnion('ReleaseMetricsResult', {
  description: 'What became of metrics that were to be released: all were, or none.',
  success: ReleaseMetricsSuccess,
  errors: [
    InvalidPeriodError,
    OrganizationNotFoundError,
    PeriodClosedError,
    MissingFieldError,
    MetricNotFoundError,
    InvalidValueError,
    ConflictError,
    InvalidInputError,
  ],
});

builder.mutationField('releaseMetrics', (t) =>
  t.field({
    type: ReleaseMetricsResult,
    authScopes: { permission: 'metrics:write' },
    description: 'Gives metrics of one month that were entered by hand back to collector and formula, all or none.',
    args: { input: t.arg({ type: ReleaseMetricsInput, required: true, description: 'What to release.' }) },
    resolve: async (_root, { input }, context) => {
      const { released } = await releaseMetrics(context.scope(input.organizationId), input);
      return { report: context.reportAnew(input.organizationId), period: input.period, released };
    },
  }),
);
