import { compress, type SaveOptions, savedThrough } from '#src/service/backup/backup-file.ts';
import { organizationNotFound, readCached, type Scope, write } from '#src/service/scope.ts';
import type { OnTable } from '#src/store/backup/dump.ts';
import { type DumpManifest, rowCount } from '#src/store/backup/dump-format.ts';
import {
  dumpOrganization,
  type OrganizationHeader,
  readOrganizationHeader,
} from '#src/store/backup/organization-dump.ts';

/** An export of one organization. */
export interface OrganizationExport {
  readonly header: OrganizationHeader;
  readonly manifest: DumpManifest;
}

/** How an export is made. */
export interface ExportOptions extends SaveOptions {
  /** Of this program. */
  readonly version: string;
  readonly onTable?: OnTable;
  readonly signal?: AbortSignal;
}

/**
 * Writes everything of the scope's organization, as of one moment, to a file: compressed lines of JSON, without secrets and
 * without anything of another organization (docs/operations.md). The audit entry of the export follows it, and so is not in it. It
 * takes an admin's role there, because it reads numbers, and an operator, because it is also for an archived organization.
 * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError; what `save` throws
 */
export async function exportOrganization(scope: Scope, options: ExportOptions): Promise<OrganizationExport> {
  const exported = await savedThrough(options, (save) => copyTo(scope, { ...options, save }));
  const { digest, tables } = exported.manifest;
  await write(scope, { permission: 'organizations:manage' }, async () => ({
    result: undefined,
    audit: [{ action: 'organization.exported', detail: { digest, rows: rowCount(tables) } }],
  }));
  return exported;
}

function copyTo(scope: Scope, { version, save, onTable, signal }: ExportOptions): Promise<OrganizationExport> {
  const { id } = scope.organization;
  return readCached(scope, 'backups:make', ({ readMoment }) =>
    readMoment(async (session) => {
      const madeAt = scope.at.toISOString();
      const header = await readOrganizationHeader(session, id, { programVersion: version, madeAt });
      if (!header) throw organizationNotFound(id);
      let manifest: DumpManifest | undefined;
      async function* text(found: OrganizationHeader): AsyncGenerator<string> {
        manifest = yield* dumpOrganization(session, found, onTable);
      }
      await compress(text(header), save, signal);
      if (!manifest) throw new Error('The export is not complete');
      return { header, manifest };
    }),
  );
}
