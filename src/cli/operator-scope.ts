import type { App } from '#src/app.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import type { ManagedOrganization } from '#src/service/organizations/manage.ts';
import { organizationNotFound, type Scope, scopeOf } from '#src/service/scope.ts';
import type { Terminal } from './terminal.ts';

/** The scope of a command: its operator, now, on the organization of `--organization`. */
export function operatorScope(
  app: App,
  { operator: viewer, organizationId = FIRST_ORGANIZATION }: Pick<Terminal, 'operator' | 'organizationId'>,
): Scope {
  return scopeOf(app, viewer, { organizationId, at: app.clock() });
}

/**
 * The terminal of a command on an organization: the only place that reads `--organization`.
 * @param name an id or slug; undefined for the first organization
 * @throws OrganizationNotFoundError
 */
export async function onOrganization(app: App, terminal: Terminal, name: string | undefined): Promise<Terminal> {
  // The time zone of the first one may have been changed by another process as well.
  await app.organizations.refresh();
  return name === undefined ? terminal : { ...terminal, organizationId: (await organizationNamed(app, name)).id };
}

/**
 * The organization with this id or slug; a whole number is an id.
 * @throws OrganizationNotFoundError
 */
export async function organizationNamed(
  { organizations }: Pick<App, 'organizations'>,
  name: string,
): Promise<ManagedOrganization> {
  await organizations.refresh();
  const found = /^\d+$/.test(name)
    ? organizations.find(Number(name))
    : organizations.all().find(({ slug }) => slug === name);
  if (!found) throw organizationNotFound(name, 'organization');
  return found;
}
