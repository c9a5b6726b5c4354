import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { localTime, table } from '#src/cli/output.ts';
import { findByIdOrEmail } from '#src/cli/person-argument.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import type { Role } from '#src/core/role.ts';
import {
  changePersonRole,
  invitePerson,
  listPeople,
  type OrganizationPerson,
  type PeopleScope,
  removePerson,
} from '#src/service/access/people.ts';

interface JsonOption {
  readonly json?: true;
}

/** The action of `qbr people list`. */
export async function list(app: App, terminal: Terminal, { json }: JsonOption): Promise<ExitStatus> {
  const scope = peopleScope(app, terminal);
  const people = await listPeople(scope);
  if (json) terminal.printJson({ people });
  else if (people.length === 0) terminal.print('Nobody yet. Invite somebody with qbr people invite EMAIL --role …');
  else terminal.print(peopleTable(people, scope.organization.timeZone));
  return EXIT.done;
}

/** The action of `qbr people invite`. */
export async function invite(
  app: App,
  terminal: Terminal,
  { json, ...invitation }: JsonOption & { readonly email: string; readonly role: Role },
): Promise<ExitStatus> {
  const person = await invitePerson(peopleScope(app, terminal), invitation);
  return show(terminal, person, { json, done: `is invited as ${invitation.role}` });
}

/** The action of `qbr people role`. */
export async function changeRole(
  app: App,
  terminal: Terminal,
  named: string,
  { json, role }: JsonOption & { readonly role: Role },
): Promise<ExitStatus> {
  const scope = peopleScope(app, terminal);
  const { id } = findByIdOrEmail(await listPeople(scope), named, 'person');
  return show(terminal, await changePersonRole(scope, { id, role }), { json, done: `has the role ${role}` });
}

/** The action of `qbr people remove`. */
export async function remove(app: App, terminal: Terminal, named: string, { json }: JsonOption): Promise<ExitStatus> {
  const scope = peopleScope(app, terminal);
  const { id } = findByIdOrEmail(await listPeople(scope), named, 'person');
  return show(terminal, await removePerson(scope, { id }), { json, done: 'is removed' });
}

function peopleScope(app: App, terminal: Terminal): PeopleScope {
  return { ...operatorScope(app, terminal), users: app.config.auth.users };
}

function show(
  terminal: Terminal,
  person: OrganizationPerson,
  { json, done }: { readonly json: true | undefined; readonly done: string },
): ExitStatus {
  if (json) terminal.printJson(person);
  else terminal.print(`Person ${person.id} (${person.email ?? person.name ?? 'unnamed'}) ${done}.`);
  return EXIT.done;
}

function peopleTable(people: readonly OrganizationPerson[], timeZone: string): string {
  const rows = people.map(({ id, email, name, givenRole, configuredRole, lastSignInAt }) => [
    ...[id, email ?? '–', name ?? '–', givenRole ?? '–', configuredRole ?? '–'],
    lastSignInAt ? localTime(lastSignInAt, timeZone) : '–',
  ]);
  return table(['Id', 'E-mail', 'Name', 'Given role', 'Configured role', 'Last sign-in'], rows);
}
