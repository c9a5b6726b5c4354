import { Command, Option } from 'commander';
import type { App } from '#src/app.ts';
import { jsonOption, parseMonthCount, periodOption, vendorOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';
import { runCollection } from '#src/cli/run-collection.ts';
import { InvalidParameterError, MissingFieldError } from '#src/core/errors.ts';
import { addMonths, type Month, monthAt, monthRange } from '#src/core/period.ts';
import type { CollectedVendor } from '#src/service/collection/vendor-reader.ts';

interface CollectOptions {
  readonly period?: readonly Month[];
  readonly months?: number;
  readonly vendor?: readonly CollectedVendor[];
  readonly dryRun?: true;
  readonly force?: true;
  readonly reason?: string;
  readonly json?: true;
}

/** `qbr collect` */
export function collectCommand(run: RunCommand): Command {
  return new Command('collect')
    .description('collect from the vendors now and store the values')
    .addOption(periodOption())
    .addOption(
      new Option('--months <n>', 'the current month and the n−1 months before it (default: QBR_MONTHS_TO_COLLECT)')
        .argParser(parseMonthCount)
        .conflicts('period'),
    )
    .addOption(vendorOption())
    .option('--dry-run', 'show the changes without storing them')
    .option('--force', 'overwrite frozen values of past months; requires --reason')
    .option('--reason <text>', 'the reason for --force, kept in the history of the values')
    .addOption(jsonOption())
    .action((options: CollectOptions) => {
      const force = forceOf(options);
      return run('collect', (app, terminal) => {
        const months = monthsOf(app, options);
        const { vendor: vendors, dryRun = false, json = false } = options;
        const request = { dryRun, ...(months && { months }), ...(vendors && { vendors }), ...(force && { force }) };
        return runCollection({ app, terminal }, request, { json });
      });
    });
}

function forceOf({ force, reason }: CollectOptions): { reason: string } | undefined {
  if (force && !reason?.trim()) {
    throw new MissingFieldError('--force overwrites frozen values and requires --reason "…"', { field: 'reason' });
  }
  if (!force && reason !== undefined) {
    throw new InvalidParameterError('--reason requires --force', { field: 'reason' });
  }
  return force && reason !== undefined ? { reason } : undefined;
}

function monthsOf({ clock, config }: App, { period, months }: CollectOptions): readonly Month[] | undefined {
  if (period || months === undefined) return period;
  const running = monthAt(clock(), config.timeZone);
  return monthRange(addMonths(running, 1 - months), running);
}
