import { InvalidInputError, InvalidPeriodError, OrganizationNotFoundError } from '#src/core/errors.ts';
import type { Period } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import type { ReportedPeriod } from '#src/graphql/context.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { Finding } from '#src/graphql/schema/types/finding.ts';
import { MetricDefinition } from '#src/graphql/schema/types/metric-definition.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { type ClosingReport, closePeriod } from '#src/service/periods/close.ts';
import { addPeriodFields } from './written-period.ts';

const ClosePeriodInput = builder.inputType('ClosePeriodInput', {
  description: 'A month to close.',
  fields: (t) => ({
    organizationId: t.int(ORGANIZATION_INPUT),
    period: t.field({ type: 'Period', required: true, description: 'The month; it must have ended.' }),
  }),
});

interface Closed extends ReportedPeriod<Period>, Pick<ClosingReport, 'missing' | 'openFindings'> {}

const ClosePeriodSuccess = builder.objectRef<Closed>('ClosePeriodSuccess').implement({
  description: 'The month is closed, by this request or by an earlier one.',
  fields: (t) => ({
    missing: t.expose('missing', {
      type: [MetricDefinition],
      description: 'Absent metrics of the month: a warning only.',
    }),
    openFindings: t.expose('openFindings', {
      type: [Finding],
      description: 'Unacknowledged findings about its values: a warning only.',
    }),
  }),
});
addPeriodFields(ClosePeriodSuccess);

const ClosePeriodResult = resultUnion('ClosePeriodResult', {
  description: 'Result of `closePeriod`.',
  success: ClosePeriodSuccess,
  errors: [InvalidPeriodError, OrganizationNotFoundError, InvalidInputError],
});

builder.mutationField('closePeriod', (t) =>
  t.field({
    type: ClosePeriodResult,
    authScopes: { permission: 'periods:close' },
    description:
      'Closes an ended month: neither people nor collections can change its values until it is reopened. Closing a closed month changes nothing.',
    args: { input: t.arg({ type: ClosePeriodInput, required: true, description: 'The month to close.' }) },
    resolve: async (_root, { input }, context) => {
      const { missing, openFindings } = await closePeriod(context.scope(input.organizationId), input);
      return { report: context.freshReport(input.organizationId), period: input.period, missing, openFindings };
    },
  }),
);
