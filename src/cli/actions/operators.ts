import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { localTime, table } from '#src/cli/output.ts';
import { findByIdOrEmail } from '#src/cli/person-argument.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { appointOperator, dismissOperator, listOperators, type Operator } from '#src/service/access/operators.ts';
import type { PeopleScope } from '#src/service/access/people.ts';

interface JsonOption {
  readonly json?: true;
}

/** The action of `qbr operators list`. */
export async function list(app: App, terminal: Terminal, { json }: JsonOption): Promise<ExitStatus> {
  const operators = await listOperators(peopleScope(app, terminal));
  if (json) terminal.printJson({ operators });
  else if (operators.length === 0)
    terminal.print('Only the command line. Appoint somebody with qbr operators appoint EMAIL.');
  else terminal.print(operatorTable(operators, app.config.timeZone));
  return EXIT.done;
}

/** The action of `qbr operators appoint`. */
export async function appoint(
  app: App,
  terminal: Terminal,
  { json, email }: JsonOption & { readonly email: string },
): Promise<ExitStatus> {
  return show(terminal, await appointOperator(peopleScope(app, terminal), { email }), { json, done: 'is an operator' });
}

/** The action of `qbr operators dismiss`. */
export async function dismiss(app: App, terminal: Terminal, named: string, { json }: JsonOption): Promise<ExitStatus> {
  const scope = peopleScope(app, terminal);
  const { id } = findByIdOrEmail(await listOperators(scope), named, 'operator');
  const dismissed = await dismissOperator(scope, { id });
  const done = dismissed.isConfigured ? 'remains an operator by QBR_USERS' : 'is no operator any more';
  return show(terminal, dismissed, { json, done });
}

function peopleScope(app: App, terminal: Terminal): PeopleScope {
  return { ...operatorScope(app, terminal), users: app.config.auth.users };
}

function show(
  terminal: Terminal,
  operator: Operator,
  { json, done }: { readonly json: true | undefined; readonly done: string },
): ExitStatus {
  if (json) terminal.printJson(operator);
  else terminal.print(`Person ${operator.id} (${operator.email ?? operator.name ?? 'unnamed'}) ${done}.`);
  return EXIT.done;
}

function operatorTable(operators: readonly Operator[], timeZone: string): string {
  const rows = operators.map(({ id, email, name, isAppointed, isConfigured, lastSignInAt }) => [
    ...[id ?? '–', email ?? '–', name ?? '–'],
    [isAppointed ? 'appointed' : '', isConfigured ? 'QBR_USERS' : ''].filter(Boolean).join(', '),
    lastSignInAt ? localTime(lastSignInAt, timeZone) : '–',
  ]);
  return table(['Id', 'E-mail', 'Name', 'By', 'Last sign-in'], rows);
}
