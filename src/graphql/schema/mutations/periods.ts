import {
  InvalidInputError,
  InvalidPeriodError,
  InvalidValueError,
  MissingFieldError,
  OrganizationNotFoundError,
} from '#src/core/errors.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { Finding } from '#src/graphql/schema/types/finding.ts';
import { MetricDefinition } from '#src/graphql/schema/types/metric-definition.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { WRITTEN_LIMITS } from '#src/service/limits.ts';
import { closePeriod, reopenPeriod } from '#src/service/periods/close.ts';
import { writtenPeriod } from './written-period.ts';

mutation('closePeriod', {
  permission: 'periods:close',
  description:
    'Closes an ended month: neither people nor collections can change its values until it is reopened. Closing a closed month changes nothing.',
  input: {
    description: 'A month to close.',
    argument: 'The month to close.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      period: t.field({ type: 'Period', required: true, description: 'The month; it must have ended.' }),
    }),
  },
  resolve: async (input, { scope, freshReport }) => {
    const { missing, openFindings } = await closePeriod(scope(input.organizationId), input);
    return { report: freshReport(input.organizationId), period: input.period, missing, openFindings };
  },
  success: {
    description: 'The month is closed, by this request or by an earlier one.',
    fields: (t) =>
      exposed(t, {
        missing: [[MetricDefinition], 'Absent metrics of the month: a warning only.'],
        openFindings: [[Finding], 'Unacknowledged findings about its values: a warning only.'],
        ...writtenPeriod(t),
      }),
  },
  errors: [InvalidPeriodError, OrganizationNotFoundError, InvalidInputError],
});

mutation('reopenPeriod', {
  permission: 'periods:close',
  description:
    'Reopens a closed month and recalculates its values. The reason is recorded. An open month is left unchanged.',
  input: {
    description: 'A closed month to reopen.',
    argument: 'The month to reopen.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      period: t.field({ type: 'Period', required: true, description: 'The month.' }),
      reason: t.string({
        required: true,
        description: `Reason, recorded in the audit trail; at most ${WRITTEN_LIMITS.noteCharacters}.`,
      }),
    }),
  },
  resolve: async (input, { scope, freshReport }) => {
    await reopenPeriod(scope(input.organizationId), input);
    return { report: freshReport(input.organizationId), period: input.period };
  },
  success: { description: 'The month is open and its values were recalculated.', fields: writtenPeriod },
  errors: [InvalidPeriodError, OrganizationNotFoundError, MissingFieldError, InvalidValueError, InvalidInputError],
});
