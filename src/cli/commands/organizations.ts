import { Argument, Command, Option } from 'commander';
import type { ListOptions, OrganizationFields } from '#src/cli/actions/organizations.ts';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

const actions = () => import('#src/cli/actions/organizations.ts');

interface JsonOption {
  readonly json?: true;
}

/** `qbr organizations create|list|rename|archive|unarchive|export` */
export function organizationsCommand(run: RunCommand): Command {
  return new Command('organizations')
    .description('the organizations of this installation')
    .addCommand(createCommand(run))
    .addCommand(listCommand(run))
    .addCommand(renameCommand(run))
    .addCommand(archiveCommand(run, true))
    .addCommand(archiveCommand(run, false))
    .addCommand(exportCommand(run));
}

function organizationArgument(): Argument {
  return new Argument('<organization>', 'id or slug, as qbr organizations list shows them');
}

/** Options of what an organization is given. */
function withFields(command: Command, withoutMeaning: string): Command {
  return command
    .option('--slug <slug>', 'its name in commands: lower-case letters, digits and hyphens')
    .option('--time-zone <zone>', `where its months begin, such as America/Chicago${withoutMeaning}`)
    .option('--currency <code>', `ISO 4217, such as USD${withoutMeaning}`)
    .option('--locale <tag>', `BCP 47, such as en-US${withoutMeaning}`)
    .addOption(jsonOption());
}

function createCommand(run: RunCommand): Command {
  const command = new Command('create')
    .description('create an organization; nobody belongs to it until somebody is invited (qbr people invite)')
    .argument('<name>', 'as reports show it');
  return withFields(command, '').action((name: string, options: OrganizationFields) =>
    run('organizations', async (...opened) => (await actions()).create(...opened, { ...options, name })),
  );
}

function listCommand(run: RunCommand): Command {
  return new Command('list')
    .description('list the organizations that are active')
    .option('--all', 'archived ones as well')
    .addOption(jsonOption())
    .action((options: ListOptions) =>
      run('organizations', async (...opened) => (await actions()).list(...opened, options)),
    );
}

function renameCommand(run: RunCommand): Command {
  const command = new Command('rename')
    .description('change what an organization is called, and where its months begin')
    .addArgument(organizationArgument())
    .argument('[name]', 'the new name (default: as it is)');
  return withFields(command, '; none for that of the installation').action(
    (organization: string, name: string | undefined, options: OrganizationFields) =>
      run('organizations', async (...opened) =>
        (await actions()).rename(...opened, organization, { ...options, ...(name !== undefined && { name }) }),
      ),
  );
}

function archiveCommand(run: RunCommand, isArchived: boolean): Command {
  return new Command(isArchived ? 'archive' : 'unarchive')
    .description(
      isArchived
        ? 'archive an organization: it can be read, and nothing is collected or changed any more'
        : 'make an archived organization active again',
    )
    .addArgument(organizationArgument())
    .addOption(jsonOption())
    .action((organization: string, options: JsonOption) =>
      run('organizations', async (...opened) =>
        (await actions()).archive(...opened, organization, { ...options, isArchived }),
      ),
    );
}

function exportCommand(run: RunCommand): Command {
  return new Command('export')
    .description('write everything of one organization, without secrets, to one file of compressed JSON lines')
    .addArgument(organizationArgument())
    .argument('<file>', 'the file to write')
    .addOption(new Option('--replace', 'replace an existing file'))
    .addOption(jsonOption())
    .action((organization: string, file: string, options: JsonOption & { readonly replace?: true }) =>
      run('organizations export', async (...opened) =>
        (await actions()).exportFile(...opened, organization, { ...options, file }),
      ),
    );
}
