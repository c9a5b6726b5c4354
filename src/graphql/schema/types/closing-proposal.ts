import { monthsOf } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import {
  listPendingProposals,
  missingInputsOf,
  proposalState,
  type StoredProposal,
} from '#src/service/periods/proposal.ts';
import { MetricDefinition } from './metric-definition.ts';
import { Organization } from './organization.ts';
import { PeriodReport } from './period-report.ts';

const ClosingProposalKind = enumOf('ClosingProposalKind', 'What a proposal would do to its month.', {
  close: 'Close it.',
  reopen: 'Reopen it.',
});

const ClosingProposalState = enumOf('ClosingProposalState', 'Whether a proposal still waits for a second admin.', {
  pending: 'It waits for a second admin.',
  approved: 'A second admin approved it.',
  declined: 'An admin declined it, or its proposer withdrew it.',
  expired: 'Nobody decided on it within 14 days.',
  ended: 'A value of the month has changed since, or the proposal was replaced.',
});

export const ClosingProposal = builder.objectRef<StoredProposal>('ClosingProposal').implement({
  description: 'The closing or reopening of a month, proposed by one admin to another (`QBR_CLOSING_APPROVALS`).',
  fields: (t) =>
    exposed(t, {
      id: ['Int', 'ID, for `approveProposal` and `declineProposal`.'],
      kind: [ClosingProposalKind, 'What it would do.'],
      period: t.expose('month', { type: 'Period', description: 'The month.' }),
      state: t.field({
        type: ClosingProposalState,
        description: 'Whether it still waits.',
        resolve: (proposal, _args, { services }) => proposalState(proposal, services.clock()),
      }),
      reason: [nullable('String'), 'The proposer’s reason; null without one.'],
      missing: t.field({
        type: [MetricDefinition],
        description: 'Inputs of the month that were absent when it was proposed.',
        resolve: missingInputsOf,
      }),
      openFindings: t.field({
        type: ['String'],
        description: 'Messages of the findings that were not acknowledged when it was proposed.',
        resolve: ({ openFindings }) => openFindings,
      }),
      proposedAt: ['DateTime', 'When it was proposed.'],
      proposedBy: ['String', 'Who proposed it.'],
      expiresAt: ['DateTime', 'When it ends if nobody decides on it.'],
      isOwn: t.boolean({
        description: 'Whether the caller, or an API key of theirs, proposed it: then another admin must approve it.',
        resolve: ({ proposerId, accountableId }, _args, { viewer }) => [proposerId, accountableId].includes(viewer.id),
      }),
      decidedAt: [nullable('DateTime'), 'When it was approved, declined or replaced; null until then.'],
      decidedBy: [nullable('String'), 'Who did that; null until then.'],
      decisionReason: [nullable('String'), 'Why it was declined; null without a reason.'],
    }),
});

builder.objectField(Organization, 'closingApprovals', (t) =>
  t.int({
    description: 'How many admins closing and reopening a month needs: 1, or 2 (`QBR_CLOSING_APPROVALS`).',
    resolve: (_organization, _args, { closingRules }) => closingRules.approvals,
  }),
);

builder.objectField(Organization, 'closingProposals', (t) =>
  t.field({
    type: [ClosingProposal],
    description: 'Closings and reopenings of months that wait for a second admin, oldest first.',
    resolve: ({ id }, _args, { scope, preventCaching }) => {
      // They expire without a change.
      preventCaching();
      return listPendingProposals(scope(id));
    },
  }),
);

builder.objectField(PeriodReport, 'closingProposals', (t) =>
  t.field({
    type: [ClosingProposal],
    description: 'Closings and reopenings of the month, or of the quarter’s months, that wait for a second admin.',
    resolve: async ({ report, period }, _args, { preventCaching }) => {
      preventCaching();
      return (await Promise.all(monthsOf(period).map(report.pages.proposals))).flat();
    },
  }),
);
