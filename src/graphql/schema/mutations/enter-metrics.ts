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
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { WRITTEN_LIMITS } from '#src/service/limits.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { addPeriodFields } from './written-period.ts';

const MetricEntryInput = builder.inputType('MetricEntryInput', {
  description: 'A value to enter by hand.',
  fields: (t) => ({
    metric: t.string({ required: true, description: 'Key or label of the metric.' }),
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

const EnterMetricsInput = builder.inputType('EnterMetricsInput', {
  description: 'Values of one month to enter by hand.',
  fields: (t) => ({
    organizationId: t.int(ORGANIZATION_INPUT),
    period: t.field({ type: 'Period', required: true, description: 'The month; it must have begun.' }),
    entries: t.field({
      type: [MetricEntryInput],
      required: true,
      description: `The values, each metric once; at most ${WRITTEN_LIMITS.entries}.`,
    }),
  }),
});

const EnterMetricsSuccess = builder.objectRef<ReportedPeriod<Period>>('EnterMetricsSuccess').implement({
  description: 'The values were entered and all dependent values recalculated.',
});
addPeriodFields(EnterMetricsSuccess);

const EnterMetricsResult = resultUnion('EnterMetricsResult', {
  description: 'Result of `enterMetrics`. All or nothing.',
  success: EnterMetricsSuccess,
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

builder.mutationField('enterMetrics', (t) =>
  t.field({
    type: EnterMetricsResult,
    authScopes: { permission: 'metrics:write' },
    description:
      'Enters values of one month by hand, all or nothing. They override collector and formula until they are released.',
    args: { input: t.arg({ type: EnterMetricsInput, required: true, description: 'The month and its values.' }) },
    resolve: async (_root, { input }, context) => {
      await enterMetrics(context.scope(input.organizationId), input);
      return { report: context.freshReport(input.organizationId), period: input.period };
    },
  }),
);
