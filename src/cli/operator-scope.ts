import { type App, ORGANIZATION_ID } from '#src/app.ts';
import type { Scope } from '#src/service/scope.ts';
import type { Terminal } from './terminal.ts';

/** The scope of a command: its operator, now, on this program's organization. */
export function operatorScope(
  { database, config, clock }: App,
  { operator: viewer }: Pick<Terminal, 'operator'>,
): Scope {
  const organization = { id: ORGANIZATION_ID, timeZone: config.timeZone };
  return { database, organization, viewer, actor: viewer.name, at: clock() };
}
