import { Command, Option } from 'commander';
import type { ExportTableOptions, ExportValuesOptions, ExportWorkbookOptions } from '#src/cli/actions/export.ts';
import { monthOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr export workbook|csv|values` */
export function exportCommand(run: RunCommand): Command {
  return new Command('export')
    .description('write a year or a range of months for a spreadsheet or a program')
    .addCommand(workbookCommand(run))
    .addCommand(csvCommand(run))
    .addCommand(valuesCommand(run));
}

function yearOption(): Option {
  return new Option('--year <year>', 'such as 2026').makeOptionMandatory();
}

function workbookCommand(run: RunCommand): Command {
  return new Command('workbook')
    .description('write a year as an XLSX workbook with live formulas')
    .addOption(yearOption())
    .option('--out <file>', 'the file to write (default: monthly-business-review-YEAR.xlsx)')
    .addOption(
      new Option('--history <years>', 'add a sheet for each of so many years before, at most 10').argParser(Number),
    )
    .addOption(
      new Option('--trends <keys>', 'what to chart, at most 8, such as net_profit,total_close_pct').argParser((text) =>
        text.split(','),
      ),
    )
    .action((options: ExportWorkbookOptions) =>
      run('export workbook', async (...opened) =>
        (await import('#src/cli/actions/export.ts')).exportBook(...opened, options),
      ),
    );
}

function csvCommand(run: RunCommand): Command {
  return new Command('csv')
    .description('write a year as CSV: a row for each metric, or with --long one for each value')
    .addOption(yearOption())
    .option('--long', 'one row for each value, with its source')
    .option('--bom', 'begin with a byte order mark, which spreadsheets need for letters beyond ASCII')
    .option('--out <file>', 'the file to write (default: stdout)')
    .action((options: ExportTableOptions) =>
      run('export csv', async (...opened) =>
        (await import('#src/cli/actions/export.ts')).exportCsv(...opened, options),
      ),
    );
}

function valuesCommand(run: RunCommand): Command {
  return new Command('values')
    .description('print every stored monthly value of a range')
    .addOption(monthOption('--from <month>', 'the first month, such as 2024-01').makeOptionMandatory())
    .addOption(monthOption('--to <month>', 'the last month (default: the current month)'))
    .addOption(
      new Option('--format <format>', 'csv, or jsonl for a JSON document a line')
        .choices(['csv', 'jsonl'])
        .default('csv'),
    )
    .action((options: ExportValuesOptions) =>
      run('export values', async (...opened) =>
        (await import('#src/cli/actions/export.ts')).exportValues(...opened, options),
      ),
    );
}
