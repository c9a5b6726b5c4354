import { Command, Option } from 'commander';
import type { ImportOptions } from '#src/cli/actions/import-books.ts';
import type { ImportValuesOptions } from '#src/cli/actions/import-values.ts';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr import FILE`, `qbr import books FILE`, `qbr import undo ID` */
export function importCommand(run: RunCommand): Command {
  const command = new Command('import')
    .description(
      'import the values of a workbook or table (XLSX, ODS, CSV, TSV), such as an edited `qbr export workbook`; all of the file or nothing',
    )
    .usage('[options] <file>')
    // The options of `import books` and `import undo` are theirs, though some have the same names.
    .enablePositionalOptions()
    .argument('<file>', 'the file')
    .option('--dry-run', 'show what would become of each cell, and store nothing')
    .option('--sheet <name>', 'read this sheet alone (default: all that have months and metrics)')
    .option('--skip-refused', 'leave out refused cells and conflicts, and store the others')
    .option('--override <cells...>', 'cells whose value is to override the formula that gives another one');
  for (const option of layoutOptions()) command.addOption(option);
  return command
    .addOption(jsonOption())
    .action((file: string, options: ImportValuesOptions) =>
      run('import', async (...opened) =>
        (await import('#src/cli/actions/import-values.ts')).importValues(...opened, { file, ...options }),
      ),
    )
    .addCommand(booksCommand(run))
    .addCommand(undoCommand(run));
}

function layoutOptions(): Option[] {
  return [
    new Option('--dates <order>', 'how dates such as 1/2/2026 are read').choices(['month-first', 'day-first']),
    new Option('--numbers <style>', 'how numbers are written: 1,234.5 or 1.234,5').choices(['point', 'comma']),
    new Option('--year <year>', 'the year of headings that name none'),
    new Option('--heading-row <row>', 'the row that has the months, from 1'),
    new Option('--label-column <column>', 'the column that names the metrics, such as A'),
  ];
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

function undoCommand(run: RunCommand): Command {
  return new Command('undo')
    .description('undo a whole import of values, unless a later change stands on it')
    .argument('<id>', 'its number, as `qbr import` printed it')
    .addOption(jsonOption())
    .action((id: string, options: { json?: true }) =>
      run('import undo', async (...opened) =>
        (await import('#src/cli/actions/import-values.ts')).undoValues(...opened, { id, ...options }),
      ),
    );
}
