import { type PageRequest, readPage } from '#src/service/page.ts';
import { read, type Scope } from '#src/service/scope.ts';
import type { RunFilter, RunSelection } from '#src/store/collection-runs.ts';
import { readRun, readRunPage } from '#src/store/collection-runs.ts';

/** A page of an organization's collection runs, newest first, with the selected relations. */
export function listRuns(
  scope: Scope,
  { selection, filter, ...page }: PageRequest & { readonly filter: RunFilter; readonly selection: RunSelection },
) {
  return read(scope, 'metrics:read', (reader) =>
    readPage(page, (stretch) => readRunPage(reader, scope.organization.id, filter, { ...stretch, selection })),
  );
}

/**
 * A run that must exist, with the relations of `query`.
 * @throws Error if it does not exist
 */
export async function requireRun(
  scope: Scope,
  { runId, query }: { readonly runId: number; readonly query: RunSelection },
) {
  const run = await read(scope, 'metrics:read', (reader) =>
    readRun(reader, { organizationId: scope.organization.id, id: runId, selection: query }),
  );
  if (!run) throw new Error(`Run ${runId} is gone`);
  return run;
}
