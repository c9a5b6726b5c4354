import {
  InvalidInputError,
  InvalidValueError,
  NotFoundError,
  OrganizationNotFoundError,
  ProposalEndedError,
  SecondAdminRequiredError,
} from '#src/core/errors.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { ClosingProposal } from '#src/graphql/schema/types/closing-proposal.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { WRITTEN_LIMITS } from '#src/service/limits.ts';
import { approveProposal, declineProposal } from '#src/service/periods/decide-proposal.ts';
import { writtenPeriod } from './written-period.ts';

mutation('approveProposal', {
  permission: 'periods:close',
  description:
    'Approves a proposal of another admin, and closes or reopens its month. An API key counts as the person who created it.',
  input: {
    description: 'A proposal to approve.',
    argument: 'The proposal to approve.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      id: t.int({ required: true, description: 'ID of the proposal.' }),
    }),
  },
  resolve: async (input, { scope, freshReport, closingRules }) => {
    const proposal = await approveProposal(scope(input.organizationId), input, closingRules);
    return { report: freshReport(input.organizationId), period: proposal.month, proposal };
  },
  success: {
    description: 'The proposal is approved, and the month closed or reopened.',
    fields: (t) => exposed(t, { proposal: [ClosingProposal, 'The proposal.'], ...writtenPeriod(t) }),
  },
  errors: [OrganizationNotFoundError, NotFoundError, SecondAdminRequiredError, ProposalEndedError],
});

mutation('declineProposal', {
  permission: 'periods:close',
  description:
    'Declines a proposal, so that nobody can approve it. Its proposer may decline it too, and so withdraws it.',
  input: {
    description: 'A proposal to decline.',
    argument: 'The proposal to decline.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      id: t.int({ required: true, description: 'ID of the proposal.' }),
      reason: t.string({
        description: `Reason, recorded in the audit trail; at most ${WRITTEN_LIMITS.noteCharacters}.`,
      }),
    }),
  },
  resolve: async (input, { scope, freshReport }) => {
    const proposal = await declineProposal(scope(input.organizationId), input);
    return { report: freshReport(input.organizationId), period: proposal.month, proposal };
  },
  success: {
    description: 'The proposal is declined; the month is as it was.',
    fields: (t) => exposed(t, { proposal: [ClosingProposal, 'The proposal.'], ...writtenPeriod(t) }),
  },
  errors: [OrganizationNotFoundError, NotFoundError, ProposalEndedError, InvalidValueError, InvalidInputError],
});
