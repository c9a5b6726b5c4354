import type { App } from '#src/app.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import { type Scope, scopeOf } from '#src/service/scope.ts';
import type { Terminal } from './terminal.ts';

/** The scope of a command: its operator, now, on this program's organization. */
export function operatorScope(app: App, { operator: viewer }: Pick<Terminal, 'operator'>): Scope {
  return scopeOf(app, viewer, { organizationId: FIRST_ORGANIZATION, at: app.clock() });
}
