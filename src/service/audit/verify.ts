import { InvalidParameterError } from '#src/core/errors.ts';
import {
  type AuditChain,
  auditedOrganizations,
  type ChainedEntry,
  findAuditChain,
  GENESIS_HASH,
  LOWEST_ID,
  readChainedEntries,
} from '#src/store/audit-chain.ts';
import type { Database } from '#src/store/engine/database.ts';
import { acrossOrganizations, withinOrganization } from '#src/store/engine/organization-context.ts';
import { type AuditAnchor, headOf } from './anchor.ts';

/** A defect of the audit trail. */
export interface AuditProblem {
  /** The id of the entry at which it was detected; null if it concerns no single entry. */
  readonly id: number | null;
  readonly message: string;
}

/** The verification of one organization's trail. */
export interface AuditVerification {
  readonly organizationId: number;
  readonly entries: number;
  readonly firstId: number | null;
  /** The newest entry, to keep elsewhere as an anchor; null if there is none. */
  readonly head: AuditAnchor | null;
  /** Entries up to this id are older than the chain; 0 if none are. */
  readonly adoptedId: number;
  /** Entries up to this id were pruned after their retention period; 0 if none were. */
  readonly prunedId: number;
  readonly problems: readonly AuditProblem[];
}

const PAGE_SIZE = 500;
/** Maximum walks of one chain, because a pruning by another program invalidates a walk. */
const MAX_WALKS = 3;

/**
 * Verifies every organization's chain of audit entries. Reads it in pages; entries appended during the verification are not
 * checked.
 * @param anchors entries that must still exist unchanged
 * @param only the organization whose chain is verified, besides those of the anchors; undefined for every one's
 * @throws InvalidParameterError for an anchor that has been pruned
 */
export async function verifyAudit(
  database: Database,
  anchors: readonly AuditAnchor[] = [],
  only?: number,
): Promise<readonly AuditVerification[]> {
  const audited = await acrossOrganizations(() => auditedOrganizations(database.prisma));
  const known = audited.filter((id) => only === undefined || id === only);
  const organizations = new Set([...known, ...anchors.map(({ organizationId }) => organizationId)]);
  const results: AuditVerification[] = [];
  for (const organizationId of [...organizations].sort((a, b) => a - b)) {
    const own = anchors.filter((anchor) => anchor.organizationId === organizationId);
    results.push(await withinOrganization(organizationId, () => verifyOrganization(database, organizationId, own)));
  }
  return results;
}

async function verifyOrganization(
  database: Database,
  organizationId: number,
  anchors: readonly AuditAnchor[],
): Promise<AuditVerification> {
  for (let walk = 1; ; walk++) {
    const chain = await findAuditChain(database.prisma, organizationId);
    refuseOldAnchors(chain, anchors);
    const result = await walkChain(database, { organizationId, chain, anchors });
    const after = await findAuditChain(database.prisma, organizationId);
    if (walk === MAX_WALKS || after?.prunedId === chain?.prunedId) return result;
  }
}

function refuseOldAnchors(chain: AuditChain | null, anchors: readonly AuditAnchor[]): void {
  const old = anchors.find(({ id }) => id < (chain?.prunedId ?? 0));
  if (!old) return;
  const message = `Entry ${old.id} was pruned after its retention period; use a newer anchor`;
  throw new InvalidParameterError(message, { field: 'anchor' });
}

/** The state of a walk along the chain. */
interface Walk {
  readonly chain: AuditChain | null;
  readonly problems: AuditProblem[];
  /** The accepted hashes of the previous entry in the next one. */
  previousHashes: readonly string[];
  previousId: number;
  previousHash: string;
  /** The newest record of a pruning. */
  pruned: ChainedEntry['pruned'];
  entries: number;
  firstId: number | null;
}

async function walkChain(
  { prisma }: Database,
  scope: {
    readonly organizationId: number;
    readonly chain: AuditChain | null;
    readonly anchors: readonly AuditAnchor[];
  },
): Promise<AuditVerification> {
  const { organizationId, chain, anchors } = scope;
  const walk = beginWalk(chain);
  const lastId = chain?.lastId ?? Number.MAX_SAFE_INTEGER;
  const wanted = new Map(anchors.map((anchor) => [anchor.id, anchor]));
  checkAnchor(walk, wanted, { id: walk.previousId, hash: walk.previousHash });
  for (let fromId = LOWEST_ID, isEnd = false; !isEnd; ) {
    const page = await readChainedEntries(prisma, organizationId, { fromId, limit: PAGE_SIZE });
    for (const entry of page.filter(({ id }) => id <= lastId)) {
      checkEntry(walk, entry);
      checkAnchor(walk, wanted, { id: entry.id, hash: entry.computedHash });
    }
    fromId = (page.at(-1)?.id ?? fromId) + 1;
    isEnd = page.length < PAGE_SIZE || fromId > lastId;
  }
  if (chain) checkEnds(walk, chain);
  else if (walk.entries > 0) walk.problems.push({ id: null, message: 'The record of the chain’s end is missing' });
  for (const { id } of wanted.values()) {
    walk.problems.push({ id, message: `Entry ${id} of the anchor is missing` });
  }
  const { entries, firstId, problems } = walk;
  const { adoptedId = 0, prunedId = 0 } = chain ?? {};
  return { organizationId, entries, firstId, head: headOf(chain), adoptedId, prunedId, problems };
}

function beginWalk(chain: AuditChain | null): Walk {
  const { prunedId: previousId = 0, prunedHash: previousHash = GENESIS_HASH } = chain ?? {};
  const none = { pruned: null, entries: 0, firstId: null };
  return { chain, problems: [], previousHashes: [previousHash], previousId, previousHash, ...none };
}

function checkEntry(walk: Walk, entry: ChainedEntry): void {
  const { problems, previousId } = walk;
  const { id, hash, computedHash } = entry;
  walk.entries += 1;
  walk.firstId ??= id;
  if (id <= previousId) {
    problems.push({ id, message: `Entry ${id} is out of place: the trail begins with entry ${previousId + 1}` });
    return;
  }
  const isMissing = id !== previousId + 1 && id > (walk.chain?.adoptedId ?? 0);
  if (isMissing) problems.push(missing(Math.max(previousId, walk.chain?.adoptedId ?? 0) + 1, id - 1));
  if (hash !== computedHash)
    problems.push({ id, message: `Entry ${id} has been changed: its hash does not match its content` });
  if (!isMissing && hash === computedHash && !walk.previousHashes.includes(entry.previousHash)) {
    const before = previousId === 0 ? 'is not the original first entry' : `does not follow entry ${previousId}`;
    const message = `Entry ${id} ${before}: an entry between them was removed or inserted, or one of the two was replaced`;
    problems.push({ id, message });
  }
  // A changed entry is reported once: the next one may refer to its stored or to its computed hash.
  walk.previousHashes = [hash, computedHash];
  walk.previousId = id;
  walk.previousHash = hash;
  walk.pruned = entry.pruned ?? walk.pruned;
}

function missing(from: number, to: number): AuditProblem {
  const message = from >= to ? `Entry ${to} is missing` : `Entries ${from} to ${to} are missing`;
  return { id: to, message };
}

/** Checks that the chain ends at its recorded end and starts at its newest recorded pruning. */
function checkEnds({ problems, previousId, previousHashes, pruned }: Walk, chain: AuditChain): void {
  const { lastId, lastHash, prunedId, prunedHash } = chain;
  if (previousId < lastId) problems.push(missing(previousId + 1, lastId));
  else if (!previousHashes.includes(lastHash)) {
    problems.push({ id: lastId, message: `Entry ${lastId} is not the recorded end of the chain` });
  }
  const recorded = pruned ?? { throughId: 0, throughHash: GENESIS_HASH };
  if (recorded.throughId !== prunedId || recorded.throughHash !== prunedHash) {
    const message = `The entries up to ${prunedId} are missing, but the trail records ${recorded.throughId === 0 ? 'no pruning' : `pruning up to ${recorded.throughId}`}`;
    problems.push({ id: prunedId, message });
  }
}

function checkAnchor(
  { problems }: Walk,
  wanted: Map<number, AuditAnchor>,
  { id, hash }: { readonly id: number; readonly hash: string },
): void {
  const anchor = wanted.get(id);
  if (!anchor) return;
  wanted.delete(id);
  if (anchor.hash === hash) return;
  problems.push({ id, message: `Entry ${id} is not the one of the anchor: the trail has been rewritten` });
}
