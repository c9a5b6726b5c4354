import { Argument, Command, Option } from 'commander';
import type { PresentOptions, ShowOptions } from '#src/cli/actions/presentations.ts';
import { jsonOption, parseWholeNumber } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';
import { type Period, parsePeriod } from '#src/core/period.ts';

const action = () => import('#src/cli/actions/presentations.ts');

function periodArgument(): Argument {
  return new Argument('<period>', 'a month (2026-08) or quarter (2026-Q3)').argParser((text: string) =>
    parsePeriod(text),
  );
}

/** `qbr present P` */
export function presentCommand(run: RunCommand): Command {
  return new Command('present')
    .description('freeze a copy of everything that is shown of a month or quarter that is over')
    .addArgument(periodArgument())
    .option('--note <text>', 'what to remember of it')
    .option('--accept-gaps', 'also where inputs are missing or findings are not acknowledged')
    .addOption(jsonOption())
    .action((period: Period, options: Omit<PresentOptions, 'period'>) =>
      run('present', async (...opened) => (await action()).present(...opened, { ...options, period })),
    );
}

/** `qbr presentations` */
export function presentationsCommand(run: RunCommand): Command {
  return new Command('presentations')
    .description('list what was presented, newest first')
    .addOption(jsonOption())
    .action((options: { readonly json?: true }) =>
      run('presentations', async (...opened) => (await action()).printPresentations(...opened, options)),
    );
}

/** `qbr presentation show|verify` */
export function presentationCommand(run: RunCommand): Command {
  return new Command('presentation')
    .description('show what was presented, and verify that nobody changed it')
    .addCommand(showCommand(run))
    .addCommand(verifyCommand(run));
}

function showCommand(run: RunCommand): Command {
  return new Command('show')
    .description('print a presentation as it was, or with --differences what has changed since')
    .addArgument(periodArgument())
    .addOption(
      new Option('--version <version>', 'which one (default: the newest of the period)').argParser((text) =>
        parseWholeNumber(text, 'version'),
      ),
    )
    .option('--differences', 'print what has changed since: rules first, then numbers, each with what contributed')
    .addOption(jsonOption())
    .action((period: Period, options: Omit<ShowOptions, 'period'>) =>
      run('presentation show', async (...opened) =>
        (await action()).showPresentation(...opened, { ...options, period }),
      ),
    );
}

function verifyCommand(run: RunCommand): Command {
  return new Command('verify')
    .description(
      'verify that no presentation was changed, removed, inserted or moved, also against the audit trail; exits with 1 otherwise',
    )
    .addOption(jsonOption())
    .action((options: { readonly json?: true }) =>
      run('presentation verify', async (...opened) => (await action()).printVerifications(...opened, options)),
    );
}
