import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus, SetUpError } from '#src/cli/exit-status.ts';
import { onOrganization, operatorScope, organizationNamed } from '#src/cli/operator-scope.ts';
import { table } from '#src/cli/output.ts';
import { withStopSignal } from '#src/cli/stop-signal.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { MissingFieldError } from '#src/core/errors.ts';
import { counted } from '#src/core/words.ts';
import { programVersion } from '#src/package-root.ts';
import { exportOrganization } from '#src/service/organizations/export.ts';
import {
  archiveOrganization,
  createOrganization,
  type ManagedOrganization,
  type OrganizationInput,
  updateOrganization,
} from '#src/service/organizations/manage.ts';
import { tableLine } from './copy-output.ts';

interface JsonOption {
  readonly json?: true;
}

/** What an organization is given. */
export interface OrganizationFields extends JsonOption {
  readonly name?: string;
  readonly slug?: string;
  readonly timeZone?: string;
  readonly currency?: string;
  readonly locale?: string;
}

export interface ListOptions extends JsonOption {
  readonly all?: true;
}

/** Stands for what the installation has. */
const NONE = 'none';

/** The action of `qbr organizations create`. */
export async function create(
  app: App,
  terminal: Terminal,
  { json, ...input }: OrganizationFields,
): Promise<ExitStatus> {
  const organization = await createOrganization(operatorScope(app, terminal), input);
  return show(terminal, organization, { json, done: 'is created' });
}

/** The action of `qbr organizations list`. */
export async function list({ organizations }: App, terminal: Terminal, options: ListOptions): Promise<ExitStatus> {
  const shown = options.all ? organizations.all() : organizations.active();
  if (options.json) terminal.printJson({ organizations: shown.map(organizationJson) });
  else {
    const rows = shown.map(({ id, name, slug, timeZone, currency, locale, archivedAt }) => {
      const given = [timeZone ?? '–', currency ?? '–', locale ?? '–'];
      return [id, name, slug, ...given, archivedAt ? `archived ${archivedAt.toISOString().slice(0, 10)}` : 'active'];
    });
    terminal.print(table(['Id', 'Name', 'Slug', 'Time zone', 'Currency', 'Locale', 'State'], rows));
  }
  return EXIT.done;
}

/** The action of `qbr organizations rename`. */
export async function rename(
  app: App,
  terminal: Terminal,
  organization: string,
  { json, ...given }: OrganizationFields,
): Promise<ExitStatus> {
  const { name, slug, timeZone, currency, locale } = given;
  if (Object.keys(given).length === 0)
    throw new MissingFieldError('Give a name, --slug, --time-zone, --currency or --locale', { field: 'name' });
  const input: OrganizationInput = {
    ...{ name, slug },
    ...{ timeZone: orNull(timeZone), currency: orNull(currency), locale: orNull(locale) },
  };
  const changed = await updateOrganization(
    operatorScope(app, await onOrganization(app, terminal, organization)),
    input,
  );
  return show(terminal, changed, { json, done: 'is as asked' });
}

/** The action of `qbr organizations archive` and `unarchive`. */
export async function archive(
  app: App,
  terminal: Terminal,
  organization: string,
  { json, isArchived }: JsonOption & { readonly isArchived: boolean },
): Promise<ExitStatus> {
  const scope = operatorScope(app, await onOrganization(app, terminal, organization));
  const changed = await archiveOrganization(scope, isArchived);
  return show(terminal, changed, { json, done: isArchived ? 'is archived' : 'is active' });
}

/** The action of `qbr organizations export`. */
export async function exportFile(
  app: App,
  terminal: Terminal,
  organization: string,
  { file, replace, json }: JsonOption & { readonly file: string; readonly replace?: true },
): Promise<ExitStatus> {
  const { name } = await organizationNamed(app, organization);
  if (!replace && (await terminal.findFile(file, 1)) !== null)
    throw new SetUpError(`${file} exists already; to replace it: --replace. Nothing was written.`);
  const scope = operatorScope(app, await onOrganization(app, terminal, organization));
  const { database } = app.config;
  const { header, manifest } = await withStopSignal(terminal, (signal) =>
    exportOrganization(scope, {
      version: programVersion(),
      save: (bytes) => terminal.saveWhole(file, bytes),
      waitingRoom: database.kind === 'embedded' ? database.directory : null,
      onTable: (each, rows) => terminal.printError(tableLine(each, rows)),
      signal,
    }),
  );
  const { digest } = manifest;
  const { auditAnchor } = header;
  const tables = Object.fromEntries(Object.entries(manifest.tables).map(([each, { rows }]) => [each, rows]));
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
  if (json) terminal.printJson({ organization: header.organization, tables, auditAnchor, digest });
  else {
    terminal.print(`Wrote ${file}: ${counted(rows, 'row')} of ${name}, as of ${header.madeAt}.`);
    terminal.print(`Digest: ${digest}`);
    if (auditAnchor !== null) terminal.print(`Audit anchor, to be stored elsewhere: ${auditAnchor}`);
  }
  return EXIT.done;
}

function orNull(text: string | undefined): string | null | undefined {
  return text === NONE ? null : text;
}

function show(
  terminal: Terminal,
  organization: ManagedOrganization,
  { json, done }: { readonly json: true | undefined; readonly done: string },
): ExitStatus {
  const { id, name, slug } = organization;
  if (json) terminal.printJson(organizationJson(organization));
  else terminal.print(`Organization ${id} (${name}, ${slug}) ${done}.`);
  return EXIT.done;
}

function organizationJson({ id, name, slug, timeZone, currency, locale, createdAt, archivedAt }: ManagedOrganization) {
  return { id, name, slug, timeZone, currency, locale, createdAt, archivedAt };
}
