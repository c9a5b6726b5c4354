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
import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { MetricDefinition } from '#src/graphql/schema/types/metric-definition.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { WRITTEN_LIMITS } from '#src/service/limits.ts';
import { definitionOf } from '#src/service/report/definitions.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { type ReleaseOutcome as Outcome, RELEASE_OUTCOMES, releaseMetrics } from '#src/service/values/release.ts';
import { writtenPeriod } from './written-period.ts';

const METRIC = { required: true, description: 'Key or label of the metric.' } as const;
const MONTH = { type: 'Period', required: true, description: 'The month; it must have begun.' } as const;

/** What can be wrong with values that are entered or released. */
const VALUE_ERRORS = [
  InvalidPeriodError,
  OrganizationNotFoundError,
  PeriodClosedError,
  MissingFieldError,
  MetricNotFoundError,
  InvalidValueError,
  ConflictError,
  InvalidInputError,
] as const;

const MetricEntryInput = builder.inputType('MetricEntryInput', {
  description: 'A value to enter by hand.',
  fields: (t) => ({
    metric: t.string(METRIC),
    value: t.field({
      type: 'Decimal',
      required: true,
      description:
        'The value in the metric’s unit; percentages as fractions. Rounded half-up to the metric’s decimals.',
    }),
    notes: t.string({ description: `Notes on the value; at most ${WRITTEN_LIMITS.noteCharacters}.` }),
    expectedUpdatedAt: t.field({
      type: 'DateTime',
      description:
        'The `updatedAt` of the value to replace. If that value has changed since or is absent, all entries are rejected with ConflictError. If omitted, any value is replaced.',
    }),
    expectedAbsent: t.boolean({
      description:
        'True if the value is expected to be absent. If there is a value, all entries are rejected with ConflictError.',
    }),
  }),
});

mutation('enterMetrics', {
  permission: 'metrics:write',
  description:
    'Enters values of one month by hand, all or nothing. They override collector and formula until they are released.',
  input: {
    description: 'Values of one month to enter by hand.',
    argument: 'The month and its values.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      period: t.field(MONTH),
      entries: t.field({
        type: [MetricEntryInput],
        required: true,
        description: `The values, each metric once; at most ${WRITTEN_LIMITS.entries}.`,
      }),
    }),
  },
  resolve: async (input, { scope, freshReport }) => {
    await enterMetrics(scope(input.organizationId), input);
    return { report: freshReport(input.organizationId), period: input.period };
  },
  success: { description: 'The values were entered and all dependent values recalculated.', fields: writtenPeriod },
  resultNote: 'All or nothing.',
  errors: VALUE_ERRORS,
});

const ExpectedUpdateInput = builder.inputType('ExpectedUpdateInput', {
  description: 'The expected revision of a value.',
  fields: (t) => ({
    metric: t.string(METRIC),
    updatedAt: t.field({ type: 'DateTime', required: true, description: 'The value’s `updatedAt`.' }),
  }),
});

const ReleaseOutcome = enumOf<Outcome>('ReleaseOutcome', 'Result for a released metric.', {
  'awaits collection': sentence('awaits collection'),
  recalculated: sentence('recalculated'),
  withdrawn: sentence('withdrawn'),
  'not manual': sentence('not manual'),
});

function sentence(outcome: Outcome): string {
  const text = RELEASE_OUTCOMES[outcome];
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
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

mutation('releaseMetrics', {
  permission: 'metrics:write',
  description: 'Releases metrics of one month that were entered by hand to their collector or formula, all or nothing.',
  input: {
    description: 'Metrics of one month to release.',
    argument: 'The month and the metrics.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      period: t.field(MONTH),
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
  },
  resolve: async (input, { scope, freshReport }) => {
    const { released } = await releaseMetrics(scope(input.organizationId), input);
    return { report: freshReport(input.organizationId), period: input.period, released };
  },
  success: {
    description: 'The metrics were released and all dependent values recalculated.',
    fields: (t) => ({
      released: t.field({
        type: [ReleasedMetric],
        description: 'Result for each metric, in the order of the input.',
        resolve: ({ released }) => [...released].map(([key, outcome]) => ({ key, outcome })),
      }),
      ...writtenPeriod(t),
    }),
  },
  resultNote: 'All or nothing.',
  errors: VALUE_ERRORS,
});
