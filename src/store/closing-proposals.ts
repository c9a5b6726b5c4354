import type { Month } from '#src/core/period.ts';
import type { Role } from '#src/core/role.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import type { ClosingProposal } from '#src/store/generated/prisma/client.ts';

/** A proposal to close or reopen a month. */
export interface StoredProposal {
  readonly id: number;
  readonly month: Month;
  readonly kind: 'close' | 'reopen';
  /** Null for none. */
  readonly reason: string | null;
  /** Keys of the inputs that were absent when it was made. */
  readonly missing: readonly string[];
  /** Messages of the findings that were open then. */
  readonly openFindings: readonly string[];
  readonly proposedAt: Date;
  readonly proposedBy: string;
  /** The viewer's id: `person:3`, `key:12`. */
  readonly proposerId: string;
  /** Who is accountable for it: for a key the person who created it. */
  readonly accountableId: string;
  /** The role that the directory gave the proposer; null without one. */
  readonly directoryRole: Role | null;
  readonly expiresAt: Date;
  /** The decision; `ended` is one that was replaced or became pointless. Null until then, also where it ended by itself. */
  readonly outcome: 'approved' | 'declined' | 'ended' | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly decisionReason: string | null;
  /** Whether a value of the month has changed since, or the month was closed or reopened otherwise. */
  readonly isOvertaken: boolean;
}

/** A proposal to store. */
export type NewProposal = Omit<
  StoredProposal,
  'id' | 'outcome' | 'decidedAt' | 'decidedBy' | 'decisionReason' | 'isOvertaken'
>;

/** Which proposals to read. */
interface ProposalFilter {
  readonly id?: number;
  readonly months?: readonly Month[];
  /** Only those without an outcome. */
  readonly isUndecided?: boolean;
}

/** Proposals in the order in which they were made, with whether they were overtaken, in one statement. */
export async function readProposals(
  reader: Reader,
  organizationId: number,
  { id, months, isUndecided = false }: ProposalFilter,
): Promise<StoredProposal[]> {
  const rows = await reader.$queryRaw<(Omit<StoredProposal, 'month'> & { period: string })[]>`
    SELECT id, period, kind, reason, missing, open_findings AS "openFindings", proposed_at AS "proposedAt",
      proposed_by AS "proposedBy", proposer_id AS "proposerId", accountable_id AS "accountableId",
      directory_role AS "directoryRole", expires_at AS "expiresAt", outcome, decided_at AS "decidedAt",
      decided_by AS "decidedBy", decision_reason AS "decisionReason",
      EXISTS (SELECT FROM qbr_value_history AS change
        WHERE change.organization_id = ${organizationId}::integer AND change.period = proposal.period
          AND change.id > proposal.history_id)
      OR (kind = 'close') = EXISTS (SELECT FROM qbr_period_closing AS closed
        WHERE closed.organization_id = ${organizationId}::integer AND closed.period = proposal.period) AS "isOvertaken"
    FROM qbr_closing_proposal AS proposal
    WHERE organization_id = ${organizationId}::integer AND (${id ?? null}::integer IS NULL OR id = ${id ?? null}::integer)
      AND (${months ? [...months] : null}::text[] IS NULL OR period = ANY(${months ? [...months] : null}::text[]))
      AND (NOT ${isUndecided}::boolean OR outcome IS NULL)
    ORDER BY id`;
  return rows.map(({ period, ...row }) => ({ ...row, month: period as Month }));
}

/** Stores a proposal with the newest change of the month's values. The organization must be locked in `tx`. */
export async function insertProposal(
  tx: Transaction,
  organizationId: number,
  { month: period, missing, openFindings, ...proposal }: NewProposal,
): Promise<StoredProposal> {
  const { _max: newest } = await tx.valueHistory.aggregate({ where: { organizationId, period }, _max: { id: true } });
  const lists = { missing: [...missing], openFindings: [...openFindings] };
  const data = { organizationId, period, ...proposal, ...lists, historyId: newest.id ?? 0 };
  return storedProposal(await tx.closingProposal.create({ data }));
}

/** The end of a proposal. */
export interface ProposalDecision {
  readonly outcome: NonNullable<StoredProposal['outcome']>;
  readonly at: Date;
  readonly by: string;
  readonly reason: string | null;
}

/** Decides a proposal. */
export async function saveDecision(
  tx: Transaction,
  organizationId: number,
  id: number,
  { outcome, at, by, reason }: ProposalDecision,
): Promise<StoredProposal> {
  const data = { outcome, decidedAt: at, decidedBy: by, decisionReason: reason };
  return storedProposal(
    await tx.closingProposal.update({ where: { organizationId_id: { organizationId, id } }, data }),
  );
}

/** Ends the undecided proposals of a month. */
export async function endProposals(
  tx: Transaction,
  organizationId: number,
  month: Month,
  { at, by }: Pick<ProposalDecision, 'at' | 'by'>,
): Promise<void> {
  await tx.closingProposal.updateMany({
    where: { organizationId, period: month, outcome: null },
    data: { outcome: 'ended', decidedAt: at, decidedBy: by },
  });
}

/** A row that was just written. */
function storedProposal({ organizationId: _, historyId: __, period, ...row }: ClosingProposal): StoredProposal {
  const { kind, directoryRole, outcome } = row as Pick<StoredProposal, 'kind' | 'directoryRole' | 'outcome'>;
  return { ...row, kind, directoryRole, outcome, month: period as Month, isOvertaken: false };
}
