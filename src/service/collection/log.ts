import { type PageRequest, readPage } from '#src/service/page.ts';
import type { RunFilter, RunSelection } from '#src/store/collection-runs.ts';
import { readRun, readRunPage } from '#src/store/collection-runs.ts';
import type { Database } from '#src/store/engine/database.ts';

/** A page of an organization's collections, newest first; `selection` says what is read beside the runs themselves. */
export function listRuns(
  database: Database,
  organizationId: number,
  { selection, filter, ...page }: PageRequest & { readonly filter: RunFilter; readonly selection: RunSelection },
) {
  return readPage(page, (stretch) => readRunPage(database.prisma, organizationId, filter, { ...stretch, selection }));
}

/**
 * A run that is known to be there; `query` says what is read beside it.
 * @throws Error for one that is not, which no caller can cause
 */
export async function requireRun(
  { prisma }: Database,
  { organizationId, runId, query }: { organizationId: number; runId: number; query: RunSelection },
) {
  const run = await readRun(prisma, { organizationId, id: runId, selection: query });
  if (!run) throw new Error(`Run ${runId} is gone`);
  return run;
}
