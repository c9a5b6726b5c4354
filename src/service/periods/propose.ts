import { createInputProblems, type InputProblems } from '#src/service/problems.ts';
import type { AuditNote, Scope } from '#src/service/scope.ts';
import { changeMonths } from '#src/service/values/change-months.ts';
import { endProposals, insertProposal } from '#src/store/closing-proposals.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import type { StoredFinding } from '#src/store/findings.ts';
import { accountableIdOf, directoryRoleOf, isProposerAdmin } from './accountable.ts';
import {
  type CheckedClosing,
  type ClosingInput,
  type ClosingReport,
  checkClosing,
  checkReopening,
  closePeriod,
  closingGaps,
  loadClosing,
  type ReopeningInput,
  type ReopeningReport,
  reopenPeriod,
} from './close.ts';
import { type ClosingRules, readPendingProposals, type StoredProposal } from './proposal.ts';

/** How long a proposal waits for a second admin. */
const LIFETIME_MS = 14 * 24 * 60 * 60 * 1_000;

/** What a request led to, where a second admin must approve it. */
export interface Proposed {
  /** The proposal that waits now; null where the request was carried out, or changed nothing. */
  readonly proposal: StoredProposal | null;
}

/**
 * Closes a month or, where two admins are needed, proposes to: the month stays open until another admin approves
 * (docs/calculations.md section 9). A proposal that already waits is left as it is.
 * @throws as `closePeriod`; ForbiddenError for an API key whose creator was not recorded
 */
export async function requestClosing(
  scope: Scope,
  input: ClosingInput,
  rules: ClosingRules,
): Promise<ClosingReport & Proposed> {
  if (rules.approvals === 1) return { ...(await closePeriod(scope, input)), proposal: null };
  const problems = createInputProblems(scope.faults);
  const checked = checkClosing(scope, input, problems);
  const { proposal, gaps } = await propose(scope, { kind: 'close', ...checked, problems, rules });
  return { month: checked.month, changed: false, ...gaps, proposal };
}

/**
 * Reopens a closed month or, where two admins are needed, proposes to. A proposal that already waits is left as it is.
 * @throws as `reopenPeriod`; ForbiddenError for an API key whose creator was not recorded
 */
export async function requestReopening(
  scope: Scope,
  input: ReopeningInput,
  rules: ClosingRules,
): Promise<ReopeningReport & Proposed> {
  if (rules.approvals === 1) return { ...(await reopenPeriod(scope, input)), proposal: null };
  const problems = createInputProblems(scope.faults);
  const checked = checkReopening(input, problems);
  const { proposal } = await propose(scope, { kind: 'reopen', ...checked, problems, rules });
  return { month: checked.month, changed: false, changes: [], derivedChanges: 0, proposal };
}

interface Proposing extends CheckedClosing {
  readonly kind: StoredProposal['kind'];
  readonly problems: InputProblems;
  readonly rules: ClosingRules;
}

async function propose(scope: Scope, proposing: Proposing) {
  const { kind, month, problems } = proposing;
  const { id } = scope.organization;
  const known: { proposal: StoredProposal | null } = { proposal: null };
  const { months, load: loadFindings } = loadClosing(scope, month);
  const load = async (reader: Reader) => {
    const waiting = month && (await waitingProposal(reader, scope, proposing));
    return { findings: await loadFindings(reader), waiting, proposer: await proposerOf(reader, scope) };
  };
  const act = { permission: 'periods:close', months, problems, load } as const;
  const { result: gaps } = await changeMonths(scope, act, (locked, { findings, waiting, proposer }) => {
    const found = closingGaps(locked, findings, month);
    const isDone = locked.closed.has(month) === (kind === 'close');
    if (!isDone) known.proposal = waiting;
    const record = async (tx: Transaction): Promise<void> => {
      await endProposals(tx, id, month, { at: scope.at, by: scope.actor });
      known.proposal = await insertProposal(tx, id, newProposal(scope, proposing, { ...found, ...proposer }));
    };
    return {
      intent: {},
      cause: { cause: 'entry' },
      audit: null,
      ...(!isDone && !waiting && { record, audit: () => auditNote(known.proposal) }),
      result: found,
    };
  });
  return { proposal: known.proposal, gaps };
}

/** The proposal of that kind that waits, unless its proposer could not make it any more. */
async function waitingProposal(
  reader: Reader,
  scope: Scope,
  { kind, month, rules: { users } }: Proposing,
): Promise<StoredProposal | null> {
  const pending = await readPendingProposals(reader, scope, [month]);
  const waiting = pending.find((each) => each.kind === kind);
  return waiting &&
    (await isProposerAdmin(reader, waiting, { organizationId: scope.organization.id, users, now: scope.at }))
    ? waiting
    : null;
}

async function proposerOf(reader: Reader, { viewer, at }: Scope) {
  const accountableId = await accountableIdOf(reader, viewer);
  return { accountableId, directoryRole: await directoryRoleOf(reader, viewer, at) };
}

type Gaps = ReturnType<typeof closingGaps>;

function newProposal(
  { at: proposedAt, actor: proposedBy, viewer }: Scope,
  { kind, month, reason }: Proposing,
  { missing, openFindings, ...proposer }: Gaps & Awaited<ReturnType<typeof proposerOf>>,
) {
  return {
    ...{ kind, month, reason, proposedAt, proposedBy, proposerId: viewer.id, ...proposer },
    missing: missing.map(({ key }) => key),
    openFindings: openFindings.map(({ message }: StoredFinding) => message),
    expiresAt: new Date(proposedAt.getTime() + LIFETIME_MS),
  };
}

/** @throws RangeError before the proposal is stored */
function auditNote(stored: StoredProposal | null): AuditNote {
  if (!stored) throw new RangeError('A proposal is audited after it is stored');
  const { id, kind, month, reason, missing, openFindings } = stored;
  const found = { missing, openFindings: openFindings.length };
  const detail = { period: month, proposal: id, ...(reason !== null && { reason }), ...found };
  return { action: kind === 'close' ? 'period.closing_proposed' : 'period.reopening_proposed', detail };
}
