import { Argument, Command } from 'commander';
import { jsonOption, parseId } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

/** `qbr proposals list|approve|decline` */
export function proposalsCommand(run: RunCommand): Command {
  return new Command('proposals')
    .description('closings and reopenings that wait for a second admin (QBR_CLOSING_APPROVALS)')
    .addCommand(listCommand(run))
    .addCommand(approveCommand(run))
    .addCommand(declineCommand(run));
}

function listCommand(run: RunCommand): Command {
  return new Command('list')
    .description('list them with what their months lacked')
    .addOption(jsonOption())
    .action((options: { json?: true }) =>
      run('proposals', async (...opened) => {
        const { listProposals } = await import('#src/cli/actions/proposals.ts');
        return listProposals(...opened, options);
      }),
    );
}

function approveCommand(run: RunCommand): Command {
  return new Command('approve')
    .description('approve one and close or reopen its month; the whole command line counts as one person')
    .addArgument(idArgument())
    .action((id: number) =>
      run('proposals', async (...opened) => (await import('#src/cli/actions/proposals.ts')).approve(...opened, { id })),
    );
}

function declineCommand(run: RunCommand): Command {
  return new Command('decline')
    .description('decline one; the month stays as it is')
    .addArgument(idArgument())
    .option('--reason <text>', 'the reason, recorded in the audit trail')
    .action((id: number, options: { reason?: string }) =>
      run('proposals', async (...opened) => {
        const { decline } = await import('#src/cli/actions/proposals.ts');
        return decline(...opened, { id, ...options });
      }),
    );
}

function idArgument(): Argument {
  return new Argument('<id>', 'the id shown by qbr proposals list').argParser(parseId);
}
