import { type Page, type PageRequest, readPage } from '#src/service/page.ts';
import { read, type Scope } from '#src/service/scope.ts';
import { readImportPage, type StoredImport } from '#src/store/imports.ts';

export type { StoredImport } from '#src/store/imports.ts';

/**
 * A page of an organization's imports, newest first.
 * @throws UnauthenticatedError, ForbiddenError; InvalidParameterError for a page that is too large
 */
export async function listImports(scope: Scope, page: PageRequest): Promise<Page<StoredImport>> {
  return read(scope, 'metrics:read', (reader) =>
    readPage(page, (stretch) => readImportPage(reader, scope.organization.id, stretch)),
  );
}
