import type { Viewer } from '#src/auth/viewer.ts';
import { ConflictingSlugError, InvalidValueError } from '#src/core/errors.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import { type Page, type PageRequest, readPage } from '#src/service/page.ts';
import { createInputProblems, type InputProblems } from '#src/service/problems.ts';
import { organizationNotFound, type Scope, write } from '#src/service/scope.ts';
import type { Database, Transaction } from '#src/store/engine/database.ts';
import {
  findManagedOrganization,
  findOrganizationBySlug,
  insertOrganization,
  listOrganizations as listStoredOrganizations,
  type ManagedOrganization,
  saveOrganization,
} from '#src/store/organizations.ts';
import { checkCurrency, checkLocale, checkName, checkSlug, checkTimeZone, slugOf } from './fields.ts';

export { defaultSlug, type ManagedOrganization } from '#src/store/organizations.ts';

/** What an organization is given; undefined leaves it, null means the installation's. */
export interface OrganizationInput {
  readonly name?: string | null | undefined;
  readonly slug?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly currency?: string | null | undefined;
  readonly locale?: string | null | undefined;
}

/**
 * The organizations that a viewer belongs to; for operators all, without what they hold. Newest first.
 * @param search a part of name or slug, in any case; null for all
 * @throws InvalidParameterError for a page size that is not accepted
 */
export function listOrganizations(
  { prisma }: Pick<Database, 'prisma'>,
  { memberships, isOperator }: Pick<Viewer, 'memberships' | 'isOperator'>,
  { search, ...page }: PageRequest & { readonly search: string | null },
): Promise<Page<ManagedOrganization>> {
  const ids = isOperator || memberships === null ? null : [...memberships.keys()];
  return readPage(page, (asked) => listStoredOrganizations(prisma, { ids, search }, asked));
}

/**
 * Creates an organization. Without a slug it is made of the name.
 * @param scope an operator's, on the first organization
 * @throws UnauthenticatedError, ForbiddenError; InvalidInputError, ConflictingSlugError
 */
export function createOrganization(scope: Scope, input: OrganizationInput): Promise<ManagedOrganization> {
  const problems = createInputProblems();
  return write(scope, { permission: 'organizations:manage', problems }, async (tx) => {
    const name = problems.try(() => checkName(input.name));
    const slug = problems.try(() => (input.slug == null ? slugOf(name ?? '') : checkSlug(input.slug)));
    const checked = checkSettings(input, problems);
    const complete = problems.complete({ name, slug });
    await requireFreeSlug(tx, complete.slug, null);
    const organization = await insertOrganization(tx, { ...complete, ...checked, createdAt: scope.at });
    const { id: organizationId } = organization;
    const detail = { name: organization.name, slug: organization.slug };
    return { result: organization, audit: [{ action: 'organization.created', organizationId, detail }] };
  });
}

/**
 * Changes what an organization is called and where its months begin.
 * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError; InvalidInputError, ConflictingSlugError
 */
export function updateOrganization(scope: Scope, input: OrganizationInput): Promise<ManagedOrganization> {
  const { id } = scope.organization;
  const problems = createInputProblems();
  return write(scope, { permission: 'organization:edit', problems }, async (tx) => {
    const name = input.name === undefined ? undefined : problems.try(() => checkName(input.name));
    const slug = input.slug == null ? undefined : problems.try(() => checkSlug(input.slug ?? '', id));
    const settings = checkSettings(input, problems);
    problems.throwAll();
    const before = await requireManaged(tx, id);
    if (slug !== undefined) await requireFreeSlug(tx, slug, id);
    const given = { name, slug, ...settings };
    const changed = Object.entries(given).filter(
      ([key, value]) => value !== undefined && value !== before[key as keyof typeof given],
    );
    if (changed.length === 0) return { result: before, audit: [] };
    const result = await saveOrganization(tx, id, Object.fromEntries(changed));
    const detail = Object.fromEntries(
      changed.map(([key, after]) => [key, { before: before[key as keyof typeof given], after: after ?? null }]),
    );
    return { result, audit: [{ action: 'organization.changed', detail }] };
  });
}

/**
 * Archives an organization, or makes it active again: while it is archived it can be read, and nothing is collected or changed.
 * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError; InvalidValueError for the first organization
 */
export function archiveOrganization(scope: Scope, isArchived: boolean): Promise<ManagedOrganization> {
  const { id } = scope.organization;
  return write(scope, { permission: 'organizations:manage' }, async (tx) => {
    if (id === FIRST_ORGANIZATION) throw new InvalidValueError('The first organization stays active', { field: 'id' });
    const before = await requireManaged(tx, id);
    if ((before.archivedAt !== null) === isArchived) return { result: before, audit: [] };
    const result = await saveOrganization(tx, id, { archivedAt: isArchived ? scope.at : null });
    const action = isArchived ? 'organization.archived' : 'organization.restored';
    return { result, audit: [{ action, detail: {} }] };
  });
}

/** The given settings, checked; a missing one is left. */
function checkSettings({ timeZone, currency, locale }: OrganizationInput, problems: InputProblems) {
  const checked = <T>(value: T | null | undefined, check: (value: T) => T): T | null | undefined =>
    value == null ? value : problems.try(() => check(value));
  return {
    timeZone: checked(timeZone, checkTimeZone) as string | null,
    currency: checked(currency, checkCurrency) as string | null,
    locale: checked(locale, checkLocale) as string | null,
  };
}

async function requireManaged(tx: Transaction, id: number): Promise<ManagedOrganization> {
  const organization = await findManagedOrganization(tx, id);
  if (!organization) throw organizationNotFound(id);
  return organization;
}

async function requireFreeSlug(tx: Transaction, slug: string, id: number | null): Promise<void> {
  const taken = await findOrganizationBySlug(tx, slug);
  if (!taken || taken.id === id) return;
  throw new ConflictingSlugError(`The slug ${slug} is taken`, { field: 'slug' });
}
