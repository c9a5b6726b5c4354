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
import { addPeriodFields } from './written-period.ts';

const ExpectedUpdateInput = builder.inputType('ExpectedUpdateInput', {
  description: 'The expected revision of a value.',
  fields: (t) => ({
    metric: t.string({ required: true, description: 'Key or label of the metric.' }),
    updatedAt: t.field({ type: 'DateTime', required: true, description: 'The value’s `updatedAt`.' }),
  }),
});

const ReleaseMetricsInput = builder.inputType('ReleaseMetricsInput', {
  description: 'Metrics of one month to release.',
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
        'Expected revisions. If a listed value has changed since or is absent, all metrics are rejected with ConflictError. Metrics that are not listed are released unconditionally.',
    }),
  }),
});

const ReleaseOutcome = builder.enumType('ReleaseOutcome', {
  description: 'Result for a released metric.',
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
      outcome: t.expose('outcome', { type: ReleaseOutcome, description: 'Result of the release.' }),
    }),
  });

interface Released extends ReportedPeriod<Period> {
  readonly released: ReadonlyMap<string, Outcome>;
}

const ReleaseMetricsSuccess = builder.objectRef<Released>('ReleaseMetricsSuccess').implement({
  description: 'The metrics were released and all dependent values recalculated.',
  fields: (t) => ({
    released: t.field({
      type: [ReleasedMetric],
      description: 'Result for each metric, in the order of the input.',
      resolve: ({ released }) => [...released].map(([key, outcome]) => ({ key, outcome })),
    }),
  }),
});
addPeriodFields(ReleaseMetricsSuccess);

const ReleaseMetricsResult = resultUnion('ReleaseMetricsResult', {
  description: 'Result of `releaseMetrics`. All or nothing.',
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
    description:
      'Releases metrics of one month that were entered by hand to their collector or formula, all or nothing.',
    args: { input: t.arg({ type: ReleaseMetricsInput, required: true, description: 'The month and the metrics.' }) },
    resolve: async (_root, { input }, context) => {
      const { released } = await releaseMetrics(context.scope(input.organizationId), input);
      return { report: context.freshReport(input.organizationId), period: input.period, released };
    },
  }),
);
