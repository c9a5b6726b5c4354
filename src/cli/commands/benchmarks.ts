import { Command } from 'commander';
import type { BenchmarkImportOptions } from '#src/cli/actions/benchmarks.ts';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr benchmarks import|list|compute` */
export function benchmarksCommand(run: RunCommand): Command {
  return new Command('benchmarks')
    .description('percentiles of peers and of other sources')
    .addCommand(importCommand(run))
    .addCommand(listCommand(run))
    .addCommand(computeCommand(run));
}

function importCommand(run: RunCommand): Command {
  return new Command('import')
    .description('import benchmarks of another source from a CSV file; all of the file or nothing')
    .argument(
      '<file>',
      'a CSV file with the columns kpi, cohort, p25, p50, p75 and, if known, members, p10, p90, source, year',
    )
    .option('--source <name>', 'whose they are, where the file has no column that says it')
    .option('--year <year>', 'the year that they are of, where the file has no column that says it')
    .addOption(jsonOption())
    .action((file: string, options: BenchmarkImportOptions) =>
      run('benchmarks', async (...opened) =>
        (await import('#src/cli/actions/benchmarks.ts')).importFile(...opened, { file, ...options }),
      ),
    );
}

function listCommand(run: RunCommand): Command {
  return new Command('list')
    .description('list the sets of other sources, and how much is published of peers')
    .addOption(jsonOption())
    .action((options: { json?: true }) =>
      run('benchmarks', async (...opened) => (await import('#src/cli/actions/benchmarks.ts')).list(...opened, options)),
    );
}

function computeCommand(run: RunCommand): Command {
  return new Command('compute')
    .description(
      'compute now what is published of peers, as every night; nothing changes that fewer than three members changed',
    )
    .addOption(jsonOption())
    .action((options: { json?: true }) =>
      run('benchmarks', async (...opened) =>
        (await import('#src/cli/actions/benchmarks.ts')).compute(...opened, options),
      ),
    );
}
