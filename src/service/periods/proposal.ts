import { type MetricDefinition, metricByName } from '#src/core/metrics/metric-registry.ts';
import type { Month } from '#src/core/period.ts';
import type { ConfiguredUsers } from '#src/core/role.ts';
import { read, type Scope } from '#src/service/scope.ts';
import { readProposals, type StoredProposal } from '#src/store/closing-proposals.ts';
import type { Reader } from '#src/store/engine/database.ts';

export type { StoredProposal } from '#src/store/closing-proposals.ts';

/** How many admins closing and reopening a month needs. */
export interface ClosingRules {
  readonly approvals: 1 | 2;
  /** What the configuration gives people by address. */
  readonly users: ConfiguredUsers;
}

/** `ended` is one that was replaced, or overtaken by a change of the month. */
export type ProposalState = 'pending' | 'approved' | 'declined' | 'expired' | 'ended';

/** The state of a proposal at `now`. */
export function proposalState(
  { outcome, expiresAt, isOvertaken }: Pick<StoredProposal, 'outcome' | 'expiresAt' | 'isOvertaken'>,
  now: Date,
): ProposalState {
  if (outcome) return outcome;
  if (isOvertaken) return 'ended';
  return expiresAt <= now ? 'expired' : 'pending';
}

/** The inputs that were absent when a proposal was made, as far as they still exist. */
export function missingInputsOf({ missing }: Pick<StoredProposal, 'missing'>): MetricDefinition[] {
  return missing.flatMap((key) => metricByName(key) ?? []);
}

/** The proposals that wait for a second admin, oldest first; of some months, or of all. */
export async function readPendingProposals(
  reader: Reader,
  { organization, at }: Pick<Scope, 'organization' | 'at'>,
  months?: readonly Month[],
): Promise<StoredProposal[]> {
  const undecided = await readProposals(reader, organization.id, { isUndecided: true, ...(months && { months }) });
  return undecided.filter((proposal) => proposalState(proposal, at) === 'pending');
}

/**
 * The proposals that wait for a second admin, oldest first; of some months, or of all.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function listPendingProposals(scope: Scope, months?: readonly Month[]): Promise<StoredProposal[]> {
  return read(scope, 'metrics:read', (reader) => readPendingProposals(reader, scope, months));
}
