import { Command } from 'commander';
import type { ConnectOptions } from '#src/cli/actions/books.ts';
import type { MappingImportOptions } from '#src/cli/actions/books-mapping.ts';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr books connect|status|mapping|pause|resume` */
export function booksCommand(run: RunCommand): Command {
  return new Command('books')
    .description('connect QuickBooks, whose books are read month by month')
    .addCommand(connectCommand(run))
    .addCommand(statusCommand(run))
    .addCommand(mappingCommand(run))
    .addCommand(pauseCommand(run, true))
    .addCommand(pauseCommand(run, false));
}

function connectCommand(run: RunCommand): Command {
  return new Command('connect')
    .description('create a password for the QuickBooks Web Connector; it is printed once on stdout and not stored')
    .option('--user <name>', 'the user name of the Web Connector (default: qbr-books)')
    .option('--qwc <file>', 'write the .qwc file, which is added to the Web Connector')
    .action((options: ConnectOptions) =>
      run('books', async (...opened) => (await import('#src/cli/actions/books.ts')).connect(...opened, options)),
    );
}

function statusCommand(run: RunCommand): Command {
  return new Command('status')
    .description('show the company file, its last session, and accounts without a metric')
    .addOption(jsonOption())
    .action((options: { json?: true }) =>
      run('books', async (...opened) => (await import('#src/cli/actions/books.ts')).showStatus(...opened, options)),
    );
}

function mappingCommand(run: RunCommand): Command {
  return new Command('mapping')
    .description('which accounts make which metric, as a YAML file')
    .addCommand(exportCommand(run))
    .addCommand(importCommand(run));
}

function exportCommand(run: RunCommand): Command {
  return new Command('export')
    .description('write the confirmed mapping, or else its proposal')
    .argument('[file]', 'the file to write (default: stdout)')
    .action((file: string | undefined) =>
      run('books', async (...opened) =>
        (await import('#src/cli/actions/books-mapping.ts')).exportFile(...opened, file),
      ),
    );
}

function importCommand(run: RunCommand): Command {
  return new Command('import')
    .description('store a mapping as a proposal or, with --confirm, compute the values of the open months from it')
    .argument('<file>', 'a YAML file as export writes it')
    .option('--confirm', 'compute values from it')
    .option('--dry-run', 'show what it would change, and store nothing')
    .addOption(jsonOption())
    .action((file: string, options: MappingImportOptions) =>
      run('books', async (...opened) =>
        (await import('#src/cli/actions/books-mapping.ts')).importFile(...opened, { file, ...options }),
      ),
    );
}

function pauseCommand(run: RunCommand, paused: boolean): Command {
  return new Command(paused ? 'pause' : 'resume')
    .description(paused ? 'tell the Web Connector that there is nothing to do' : 'read the books again')
    .action(() =>
      run('books', async (...opened) => (await import('#src/cli/actions/books.ts')).pause(...opened, paused)),
    );
}
