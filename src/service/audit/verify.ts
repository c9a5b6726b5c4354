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
import type { AuditAnchor } from './anchor.ts';

/** Something that is wrong with the trail. */
export interface AuditProblem {
  /** The entry at which it shows; null where that is none in particular. */
  readonly id: number | null;
  readonly message: string;
}

/** What was found of one organization's trail. */
export interface AuditVerification {
  readonly organizationId: number;
  readonly entries: number;
  readonly firstId: number | null;
  /** What to keep elsewhere: the newest entry; null where there is none. */
  readonly head: AuditAnchor | null;
  /** Entries up to it are older than the chain; 0 where none is. */
  readonly adoptedId: number;
  /** Entries up to it were removed after their time of retention; 0 where none was. */
  readonly prunedId: number;
  readonly problems: readonly AuditProblem[];
}

const PAGE_SIZE = 500;
/** Walks that a pruning by another program may spoil. */
const MAX_WALKS = 3;

/**
 * Walks every organization's chain of audit entries and says where it is broken. Takes a page of entries at a time; those
 * that are appended meanwhile are not looked at.
 * @param anchors entries that must still be there as they were
 * @throws InvalidParameterError for an anchor older than what is kept
 */
export async function verifyAudit(
  database: Database,
  anchors: readonly AuditAnchor[] = [],
): Promise<readonly AuditVerification[]> {
  const known = await auditedOrganizations(database.prisma);
  const organizations = new Set([...known, ...anchors.map(({ organizationId }) => organizationId)]);
  const results: AuditVerification[] = [];
  for (const organizationId of [...organizations].sort((a, b) => a - b)) {
    const own = anchors.filter((anchor) => anchor.organizationId === organizationId);
    results.push(await verifyOrganization(database, organizationId, own));
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
  const message = `Entry ${old.id} was removed after its time of retention; keep a newer anchor`;
  throw new InvalidParameterError(message, { field: 'anchor' });
}

/** What is checked, entry by entry; everything that a walk remembers. */
interface Walk {
  readonly chain: AuditChain | null;
  readonly problems: AuditProblem[];
  /** What the next entry may name as its predecessor's hash. */
  previousHashes: readonly string[];
  previousId: number;
  previousHash: string;
  /** The newest entry that tells of pruning. */
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
    walk.problems.push({ id, message: `Entry ${id}, which was kept elsewhere, is missing` });
  }
  const { entries, firstId, problems } = walk;
  const head = chain && chain.lastId > 0 ? { organizationId, id: chain.lastId, hash: chain.lastHash } : null;
  const { adoptedId = 0, prunedId = 0 } = chain ?? {};
  return { organizationId, entries, firstId, head, adoptedId, prunedId, problems };
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
    problems.push({ id, message: `Entry ${id} does not belong there: the trail begins with entry ${previousId + 1}` });
    return;
  }
  const isMissing = id !== previousId + 1 && id > (walk.chain?.adoptedId ?? 0);
  if (isMissing) problems.push(missing(Math.max(previousId, walk.chain?.adoptedId ?? 0) + 1, id - 1));
  if (hash !== computedHash)
    problems.push({ id, message: `Entry ${id} has been changed: its hash is of other content` });
  if (!isMissing && hash === computedHash && !walk.previousHashes.includes(entry.previousHash)) {
    const before = previousId === 0 ? 'is not the first one that there was' : `does not follow entry ${previousId}`;
    const message = `Entry ${id} ${before}: one between was removed, one was put in, or one of the two was replaced`;
    problems.push({ id, message });
  }
  // A changed entry is told once: the next one may name its hash as it is stored or as it would have to be.
  walk.previousHashes = [hash, computedHash];
  walk.previousId = id;
  walk.previousHash = hash;
  walk.pruned = entry.pruned ?? walk.pruned;
}

function missing(from: number, to: number): AuditProblem {
  const message = from >= to ? `Entry ${to} is missing` : `Entries ${from} to ${to} are missing`;
  return { id: to, message };
}

/** The chain must end where its record says, and begin where its newest entry about pruning says. */
function checkEnds({ problems, previousId, previousHashes, pruned }: Walk, chain: AuditChain): void {
  const { lastId, lastHash, prunedId, prunedHash } = chain;
  if (previousId < lastId) problems.push(missing(previousId + 1, lastId));
  else if (!previousHashes.includes(lastHash)) {
    problems.push({ id: lastId, message: `Entry ${lastId} is not the one that the chain ended with` });
  }
  const told = pruned ?? { throughId: 0, throughHash: GENESIS_HASH };
  if (told.throughId !== prunedId || told.throughHash !== prunedHash) {
    const message = `The entries up to ${prunedId} are gone, but the trail tells of ${told.throughId === 0 ? 'no pruning' : `pruning up to ${told.throughId}`}`;
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
  problems.push({ id, message: `Entry ${id} is not the one that was kept elsewhere: the trail has been rewritten` });
}
