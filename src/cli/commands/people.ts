import { Argument, Command } from 'commander';
import { jsonOption, parseRole, roleOption } from '#src/cli/arguments.ts';
import type { RunCommand } from '#src/cli/command.ts';
import type { Role } from '#src/core/role.ts';

const actions = () => import('#src/cli/actions/people.ts');

interface JsonOption {
  readonly json?: true;
}

/** `qbr people list|invite|role|remove` */
export function peopleCommand(run: RunCommand): Command {
  return new Command('people')
    .description('the people of an organization and their roles there')
    .addCommand(
      new Command('list')
        .description('list everybody who was invited or has signed in')
        .addOption(jsonOption())
        .action((options: JsonOption) =>
          run('people', async (...opened) => (await actions()).list(...opened, options)),
        ),
    )
    .addCommand(
      new Command('invite')
        .description('give a person a role, by e-mail address; no message is sent')
        .argument('<email>', 'the address that they sign in with')
        .addOption(roleOption('the role of the person').makeOptionMandatory())
        .addOption(jsonOption())
        .action((email: string, options: JsonOption & { readonly role: Role }) =>
          run('people', async (...opened) => (await actions()).invite(...opened, { ...options, email })),
        ),
    )
    .addCommand(
      new Command('role')
        .description('change the role that a person was given')
        .addArgument(personArgument())
        .addArgument(new Argument('<role>', 'viewer, editor or admin').argParser(parseRole))
        .addOption(jsonOption())
        .action((person: string, role: Role, options: JsonOption) =>
          run('people', async (...opened) => (await actions()).changeRole(...opened, person, { ...options, role })),
        ),
    )
    .addCommand(
      new Command('remove')
        .description('end a membership; the last one ends the sessions of the person as well')
        .addArgument(personArgument())
        .addOption(jsonOption())
        .action((person: string, options: JsonOption) =>
          run('people', async (...opened) => (await actions()).remove(...opened, person, options)),
        ),
    );
}

function personArgument(): Argument {
  return new Argument('<person>', 'id or e-mail address, as qbr people list shows them');
}
