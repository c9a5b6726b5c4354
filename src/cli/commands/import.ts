import { Command } from 'commander';
import type { ImportOptions } from '#src/cli/actions/import-books.ts';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr import books` */
export function importCommand(run: RunCommand): Command {
  return new Command('import').description('import what another program exported').addCommand(booksCommand(run));
}

function booksCommand(run: RunCommand): Command {
  return new Command('books')
    .description(
      'import the months of a profit and loss export of QuickBooks (XLSX, CSV, JSON), or propose a mapping from a list of accounts (IIF); all of the file or nothing',
    )
    .argument('<file>', 'the exported file')
    .option('--dry-run', 'show the months, and what they would change, and store nothing')
    .addOption(jsonOption())
    .action((file: string, options: ImportOptions) =>
      run('import', async (...opened) =>
        (await import('#src/cli/actions/import-books.ts')).importFile(...opened, { file, ...options }),
      ),
    );
}
