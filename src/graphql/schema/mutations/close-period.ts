import { InvalidInputError, InvalidPeriodError, OrganizationNotFoundError } from '#src/core/errors.ts';
import type { Period } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import type { ReportedPeriod } from '#src/graphql/context.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { Finding } from '#src/graphql/schema/types/finding.ts';
import { MetricDefinition } from '#src/graphql/schema/types/metric-definition.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { type ClosingReport, closePeriod } from '#src/service/periods/close.ts';
import { showWrittenPeriod } from './written-period.ts';

const ClosePeriodInput = builder.inputType('ClosePeriodInput', {
  description: 'A month to close.',
  fields: (t) => ({
    organizationId: t.int(ORGANIZATION_INPUT),
    period: t.field({ type: 'Period', required: true, description: 'The month; it must be over.' }),
  }),
});

interface Closed extends ReportedPeriod<Period>, Pick<ClosingReport, 'missing' | 'openFindings'> {}

const ClosePeriodSuccess = builder.objectRef<Closed>('ClosePeriodSuccess').implement({
  description: 'The month is closed, now or since somebody closed it before.',
  fields: (t) => ({
    missing: t.expose('missing', {
      type: [MetricDefinition],
      description: 'What it still lacks: a warning, and no obstacle.',
    }),
    openFindings: t.expose('openFindings', {
      type: [Finding],
      description: 'What was found about its values and nobody has acknowledged: a warning, and no obstacle.',
    }),
  }),
});
showWrittenPeriod(ClosePeriodSuccess);

const ClosePeriodResult = resultUnion('ClosePeriodResult', {
  description: 'What became of a month that was to be closed.',
  success: ClosePeriodSuccess,
  errors: [InvalidPeriodError, OrganizationNotFoundError, InvalidInputError],
});

builder.mutationField('closePeriod', (t) =>
  t.field({
    type: ClosePeriodResult,
    authScopes: { permission: 'periods:close' },
    description:
      'Closes a month that is over: nothing changes its values any more, neither hand nor machine, until it is reopened. Closing a closed month changes nothing.',
    args: { input: t.arg({ type: ClosePeriodInput, required: true, description: 'What to close.' }) },
    resolve: async (_root, { input }, context) => {
      const { missing, openFindings } = await closePeriod(context.scope(input.organizationId), input);
      return { report: context.reportAnew(input.organizationId), period: input.period, missing, openFindings };
    },
  }),
);
