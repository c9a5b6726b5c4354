import type { RunFilter, RunSelection } from '../store/collection-runs.ts';
import { readRunPage } from '../store/collection-runs.ts';
import type { Database } from '../store/database.ts';
import { type PageRequest, readPage } from './page.ts';

/** A page of an organization's collections, newest first; `selection` says what is read beside the runs themselves. */
export function listRuns(
  database: Database,
  organizationId: number,
  { selection, filter, ...page }: PageRequest & { readonly filter: RunFilter; readonly selection: RunSelection },
) {
  return readPage(page, (stretch) => readRunPage(database.prisma, organizationId, filter, { ...stretch, selection }));
}
