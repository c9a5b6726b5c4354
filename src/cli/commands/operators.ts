import { Command } from 'commander';
import { jsonOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';

const actions = () => import('#src/cli/actions/operators.ts');

interface JsonOption {
  readonly json?: true;
}

/** `qbr operators list|appoint|dismiss` */
export function operatorsCommand(run: RunCommand): Command {
  return new Command('operators')
    .description('the people who create organizations and give memberships in all of them')
    .addCommand(
      new Command('list')
        .description('list the operators, by appointment or configuration')
        .addOption(jsonOption())
        .action((options: JsonOption) =>
          run('operators', async (...opened) => (await actions()).list(...opened, options)),
        ),
    )
    .addCommand(
      new Command('appoint')
        .description('make a person an operator, by e-mail address; no message is sent')
        .argument('<email>', 'the address that they sign in with')
        .addOption(jsonOption())
        .action((email: string, options: JsonOption) =>
          run('operators', async (...opened) => (await actions()).appoint(...opened, { ...options, email })),
        ),
    )
    .addCommand(
      new Command('dismiss')
        .description('undo an appointment; memberships remain')
        .argument('<person>', 'id or e-mail address, as qbr operators list shows them')
        .addOption(jsonOption())
        .action((person: string, options: JsonOption) =>
          run('operators', async (...opened) => (await actions()).dismiss(...opened, person, options)),
        ),
    );
}
