import type { OnlineReading } from '#src/service/books/online-statements.ts';
import { type StoredStatements, storeStatements } from '#src/service/books/store-statements.ts';
import { write } from '#src/service/scope.ts';
import { saveOnlineCompany } from '#src/store/books-online.ts';
import { type EntryResult, failEntries } from '#src/store/collection-log.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { type CollectionRequest, type CollectionSettings, scopeOf } from './request.ts';

/** What a run stored of the books; with `status` and `errorMessage` where months were refused. */
export interface StoredBooksRun extends Pick<StoredStatements, 'changes' | 'findings'> {
  readonly entries: readonly EntryResult[];
  readonly status?: 'partial' | 'failed';
  readonly errorMessage?: string;
}

/** For the history of values. */
const REASON = 'QuickBooks Online';

/**
 * Stores what was read of QuickBooks Online in one transaction: the company, the statements with the values that follow, and
 * the log row of each month. A refused month is told and changes nothing.
 */
export function storeBooks(
  settings: CollectionSettings,
  task: {
    readonly request: CollectionRequest;
    /** Null for a dry run. */
    readonly runId: number | null;
    readonly signal: AbortSignal;
  },
  { company, months }: OnlineReading,
): Promise<StoredBooksRun> {
  const { database, organizationId, clock } = settings;
  const { request, runId, signal } = task;
  const scope = { ...scopeOf(settings, request), at: clock() };
  const vendorId = database.vendorIds.quickbooks;
  const refused = months.flatMap(({ month, refusal }) => (refusal === null ? [] : [{ month, refusal }]));
  return write(scope, { permission: 'collection:run' }, async (tx) => {
    // Before the values: whether QuickBooks has closed a month decides on them.
    if (runId !== null) await saveOnlineCompany(tx, organizationId, { company, at: scope.at });
    const statements = months.flatMap(({ statement }) => statement ?? []);
    const origin = { vendorId, source: 'online', runId, import: null } as const;
    const read = { statements, origin, reason: REASON, preview: runId === null };
    const { result, ...written } = await storeStatements(tx, scope, read);
    if (runId !== null) await failRefused(tx, { organizationId, runId, vendorId }, { refused, at: scope.at });
    // A run that lost its lock, or is asked to stop, must not commit.
    signal.throwIfAborted();
    return { ...written, result: storedOf(result, refused) };
  });
}

interface RefusedMonth {
  readonly month: StoredStatements['months'][number]['month'];
  readonly refusal: string;
}

async function failRefused(
  tx: Transaction,
  entries: Parameters<typeof failEntries>[1],
  { refused, at: endedAt }: { readonly refused: readonly RefusedMonth[]; readonly at: Date },
): Promise<void> {
  for (const { month, refusal: message } of refused)
    await failEntries(tx, entries, { months: [month], message, endedAt });
}

function storedOf({ months, changes, findings }: StoredStatements, refused: readonly RefusedMonth[]): StoredBooksRun {
  const entries = months.map(({ month, metrics, notes }) => ({ month, metricsCollected: metrics, notes }));
  const stored = { entries, changes, findings };
  if (refused.length === 0) return stored;
  const status = months.length === 0 ? 'failed' : 'partial';
  return { ...stored, status, errorMessage: refused.map(({ refusal }) => refusal).join(' ') };
}
