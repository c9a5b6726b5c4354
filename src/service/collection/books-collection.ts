import { isValueChange } from '#src/core/metrics/stored-value.ts';
import type { OnlineReading } from '#src/service/books/online-statements.ts';
import { storeFurther } from '#src/service/books/store-further.ts';
import { type StoredStatements, storeStatements } from '#src/service/books/store-statements.ts';
import { write } from '#src/service/scope.ts';
import { saveOnlineCompany } from '#src/store/books-online.ts';
import { addToEntries, type EntryResult, failEntries } from '#src/store/collection-log.ts';
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
 * Stores what was read of QuickBooks Online in one transaction: the company, the statements with the values that follow, what
 * was read beside them, and the log row of each month. What was refused is told and changes nothing.
 */
export function storeBooks(
  settings: CollectionSettings,
  task: {
    readonly request: CollectionRequest;
    /** Null for a dry run. */
    readonly runId: number | null;
    readonly signal: AbortSignal;
  },
  { company, months, further }: OnlineReading,
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
    const { result, audit } = await storeStatements(tx, scope, read);
    const { values, refusals } = further;
    const beside = await storeFurther(tx, scope, { values, origin, reason: REASON, preview: runId === null });
    if (runId !== null) {
      const entries = { organizationId, runId, vendorId };
      await failRefused(tx, entries, { refused, at: scope.at });
      await addToEntries(
        tx,
        entries,
        refusals.map(({ month, refusal }) => ({ month, metricsCollected: 0, notes: refusal })),
      );
    }
    // A run that lost its lock, or is asked to stop, must not commit.
    signal.throwIfAborted();
    const stored = {
      ...result,
      changes: [...result.changes, ...beside.result.flatMap(({ changes }) => changes.filter(isValueChange))],
    };
    return { audit: [...audit, ...beside.audit], result: storedOf(stored, refused, refusals) };
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

function storedOf(
  { months, changes, findings }: StoredStatements,
  refused: readonly RefusedMonth[],
  beside: readonly RefusedMonth[],
): StoredBooksRun {
  const entries = months.map(({ month, metrics, notes }) => ({ month, metricsCollected: metrics, notes }));
  const stored = { entries, changes, findings };
  const all = [...refused, ...beside];
  if (all.length === 0) return stored;
  const status = months.length === 0 ? 'failed' : 'partial';
  return { ...stored, status, errorMessage: all.map(({ refusal }) => refusal).join(' ') };
}
