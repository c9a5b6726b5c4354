import { NotFoundError, ProposalEndedError, SecondAdminRequiredError } from '#src/core/errors.ts';
import { periodLabel } from '#src/core/period.ts';
import { checkNote, createInputProblems } from '#src/service/problems.ts';
import { type AuditNote, type Scope, write } from '#src/service/scope.ts';
import { changeMonthsIn } from '#src/service/values/change-months.ts';
import { readProposals, saveDecision } from '#src/store/closing-proposals.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { isRowId } from '#src/store/engine/id-page.ts';
import { accountableIdOf, isProposerAdmin } from './accountable.ts';
import { decideClosing, decideReopening, loadClosing } from './close.ts';
import { type ClosingRules, type ProposalState, proposalState, type StoredProposal } from './proposal.ts';

/**
 * Approves a proposal and carries it out, as a second admin: closes or reopens the month.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; NotFoundError; ProposalEndedError where it does not
 *   wait any more or its proposer is no longer an admin; SecondAdminRequiredError for who is accountable for it
 */
export function approveProposal(
  scope: Scope,
  { id }: { readonly id: number },
  rules: ClosingRules,
): Promise<StoredProposal> {
  return write(scope, { permission: 'periods:close' }, async (tx) => {
    const proposal = await requirePending(tx, scope, id);
    await requireProposer(tx, scope, proposal, rules);
    if (rules.approvals === 2) await requireSecondAdmin(tx, scope, proposal);
    const audit = await carryOut(tx, scope, proposal);
    const decision = { outcome: 'approved', at: scope.at, by: scope.actor, reason: null } as const;
    return { result: await saveDecision(tx, scope.organization.id, id, decision), audit };
  });
}

/**
 * Declines a proposal, which nobody can approve then. Its proposer may decline it too, and so withdraws it.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; NotFoundError; ProposalEndedError where it does not
 *   wait any more; InvalidValueError for a reason that cannot be stored; InvalidInputError for several
 */
export function declineProposal(
  scope: Scope,
  input: { readonly id: number; readonly reason?: string | null | undefined },
): Promise<StoredProposal> {
  const reason = input.reason?.trim() || null;
  const problems = createInputProblems(scope.faults);
  problems.try(() => checkNote(reason, 'reason'));
  return write(scope, { permission: 'periods:close', problems }, async (tx) => {
    problems.throwAll();
    const { id, month, kind, proposedBy } = await requirePending(tx, scope, input.id);
    const decision = { outcome: 'declined', at: scope.at, by: scope.actor, reason } as const;
    const detail = { period: month, proposal: id, kind, proposedBy, ...(reason !== null && { reason }) };
    const declined = await saveDecision(tx, scope.organization.id, id, decision);
    return { result: declined, audit: [{ action: 'period.proposal_declined', detail }] };
  });
}

async function carryOut(tx: Transaction, scope: Scope, proposal: StoredProposal): Promise<readonly AuditNote[]> {
  const { kind, month } = proposal;
  const { audit } =
    kind === 'close'
      ? await changeMonthsIn(tx, scope, loadClosing(scope, month), decideClosing(scope, proposal, proposal))
      : await changeMonthsIn(tx, scope, { months: [month] }, decideReopening(scope, proposal, proposal));
  return audit;
}

async function requirePending(tx: Transaction, { organization, at }: Scope, id: number): Promise<StoredProposal> {
  const [proposal] = isRowId(id) ? await readProposals(tx, organization.id, { id }) : [];
  if (!proposal) throw new NotFoundError(`There is no proposal ${id}`, { field: 'id' });
  const state = proposalState(proposal, at);
  if (state !== 'pending') throw new ProposalEndedError(endedMessage(proposal, state), { field: 'id' });
  return proposal;
}

function endedMessage({ month, decidedBy }: StoredProposal, state: Exclude<ProposalState, 'pending'>): string {
  switch (state) {
    case 'approved':
      return `${decidedBy} has already approved the proposal`;
    case 'declined':
      return `${decidedBy} has already declined the proposal`;
    case 'expired':
      return 'The proposal has expired: nobody decided on it within 14 days. Propose it again';
    case 'ended':
      return `${periodLabel(month)} has changed since the proposal was made. Look at the month and propose it again`;
  }
}

async function requireProposer(
  tx: Transaction,
  { at: now, organization }: Scope,
  proposal: StoredProposal,
  { users }: ClosingRules,
): Promise<void> {
  if (await isProposerAdmin(tx, proposal, { organizationId: organization.id, users, now })) return;
  const message = `${proposal.proposedBy} is no longer an admin, so the proposal cannot be approved. Propose it again`;
  throw new ProposalEndedError(message, { field: 'id' });
}

async function requireSecondAdmin(tx: Transaction, { viewer }: Scope, proposal: StoredProposal): Promise<void> {
  if ((await accountableIdOf(tx, viewer)) !== proposal.accountableId) return;
  const message = 'Another admin must approve this: you or an API key of yours proposed it';
  throw new SecondAdminRequiredError(message, { field: 'id' });
}
