import {
  InvalidInputError,
  InvalidPeriodError,
  InvalidValueError,
  MissingFieldError,
  OrganizationNotFoundError,
} from '#src/core/errors.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { ClosingProposal } from '#src/graphql/schema/types/closing-proposal.ts';
import { Finding } from '#src/graphql/schema/types/finding.ts';
import { MetricDefinition } from '#src/graphql/schema/types/metric-definition.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { WRITTEN_LIMITS } from '#src/service/limits.ts';
import { requestClosing, requestReopening } from '#src/service/periods/propose.ts';
import { writtenPeriod } from './written-period.ts';

mutation('closePeriod', {
  permission: 'periods:close',
  description:
    'Closes an ended month: neither people nor collections can change its values until it is reopened. Closing a closed month changes nothing. Where closing needs two admins (`QBR_CLOSING_APPROVALS`), it is proposed to a second one, and the month stays open until they approve.',
  input: {
    description: 'A month to close.',
    argument: 'The month to close.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      period: t.field({ type: 'Period', required: true, description: 'The month; it must have ended.' }),
      reason: t.string({
        description: `Shown to the second admin, and recorded in the audit trail; at most ${WRITTEN_LIMITS.noteCharacters}.`,
      }),
    }),
  },
  resolve: async (input, { scope, freshReport, closingRules }) => {
    const closing = await requestClosing(scope(input.organizationId), input, closingRules);
    const { missing, openFindings, proposal } = closing;
    return { report: freshReport(input.organizationId), period: input.period, missing, openFindings, proposal };
  },
  success: {
    description:
      'The month is closed, by this request or by an earlier one; or, where there is a `proposal`, will be once a second admin approves it.',
    fields: (t) =>
      exposed(t, {
        proposal: [nullable(ClosingProposal), 'The proposal that a second admin must approve; null if none is needed.'],
        missing: [[MetricDefinition], 'Absent metrics of the month: a warning only.'],
        openFindings: [[Finding], 'Unacknowledged findings about its values: a warning only.'],
        ...writtenPeriod(t),
      }),
  },
  errors: [InvalidPeriodError, OrganizationNotFoundError, InvalidValueError, InvalidInputError],
});

mutation('reopenPeriod', {
  permission: 'periods:close',
  description:
    'Reopens a closed month and recalculates its values. The reason is recorded. An open month is left unchanged. Where that needs two admins, it is proposed to a second one.',
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
  resolve: async (input, { scope, freshReport, closingRules }) => {
    const { proposal } = await requestReopening(scope(input.organizationId), input, closingRules);
    return { report: freshReport(input.organizationId), period: input.period, proposal };
  },
  success: {
    description:
      'The month is open and its values were recalculated; or, where there is a `proposal`, will be once a second admin approves it.',
    fields: (t) =>
      exposed(t, {
        proposal: [nullable(ClosingProposal), 'The proposal that a second admin must approve; null if none is needed.'],
        ...writtenPeriod(t),
      }),
  },
  errors: [InvalidPeriodError, OrganizationNotFoundError, MissingFieldError, InvalidValueError, InvalidInputError],
});
