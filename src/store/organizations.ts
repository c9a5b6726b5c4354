import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { type IdPage, idPageQuery } from '#src/store/engine/id-page.ts';
import type { TextQuery } from '#src/store/engine/text-query.ts';
import type { Prisma } from './generated/prisma/client.ts';

/** A company with its own business review. */
export interface StoredOrganization {
  readonly id: number;
  readonly name: string;
}

/** An organization as it is managed. */
export interface ManagedOrganization extends StoredOrganization {
  /** Its name in commands and addresses: lower-case letters, digits and hyphens. */
  readonly slug: string;
  /** IANA name; null for the installation's (`TIMEZONE`). */
  readonly timeZone: string | null;
  /** ISO 4217, such as `USD`; null for the installation's. */
  readonly currency: string | null;
  /** BCP 47, such as `en-US`; null for the installation's. */
  readonly locale: string | null;
  readonly createdAt: Date;
  /** Since when nothing is collected or changed any more; null while it is active. */
  readonly archivedAt: Date | null;
}

/** What can be changed of an organization; undefined leaves it. */
export type OrganizationChanges = {
  readonly [Key in 'name' | 'slug']?: ManagedOrganization[Key] | undefined;
} & {
  readonly [Key in 'timeZone' | 'currency' | 'locale' | 'archivedAt']?: ManagedOrganization[Key] | undefined;
};

/** Which organizations to list. */
export interface OrganizationQuery {
  /** Only these; null for all. */
  readonly ids: readonly number[] | null;
  /** Only those with this text in name or slug, in any case; null for all. */
  readonly search: string | null;
}

/** The organization with that id; null if there is none. */
export function findOrganization(reader: Reader, id: number): Promise<StoredOrganization | null> {
  return reader.organization.findUnique({ where: { id }, select: { id: true, name: true } });
}

/** As `findOrganization`, with what is managed of it. */
export async function findManagedOrganization(reader: Reader, id: number): Promise<ManagedOrganization | null> {
  const row = await reader.organization.findUnique({ where: { id } });
  return row && managed(row);
}

/** The organization with that slug; null if there is none. */
export async function findOrganizationBySlug(reader: Reader, slug: string): Promise<ManagedOrganization | null> {
  const row = await reader.organization.findUnique({ where: { slug } });
  return row && managed(row);
}

/** Organizations, newest first. */
export async function listOrganizations(
  reader: Reader,
  { ids, search }: OrganizationQuery,
  page: IdPage,
): Promise<ManagedOrganization[]> {
  const { where, ...paged } = idPageQuery(page);
  const matches = search === null ? undefined : { contains: search, mode: 'insensitive' as const };
  const rows = await reader.organization.findMany({
    where: {
      ...(ids && { id: { in: [...ids] } }),
      AND: where,
      ...(matches && { OR: [{ name: matches }, { slug: matches }] }),
    },
    ...paged,
  });
  return rows.map(managed);
}

const EVERY_ORGANIZATION = `SELECT coalesce(json_agg(json_build_object(
  'id', id, 'name', name, 'slug', slug, 'timeZone', time_zone, 'currency', currency, 'locale', locale,
  'createdAt', created_at, 'archivedAt', archived_at) ORDER BY id), '[]')::text FROM organization`;

/** All organizations, by id. Past Prisma, because a program that starts reads nothing else before it is ready. */
export async function readOrganizations(query: TextQuery): Promise<ManagedOrganization[]> {
  const text = await query({ name: 'organizations', sql: EVERY_ORGANIZATION, parameters: [] });
  return (JSON.parse(text) as StoredJson[]).map(({ createdAt, archivedAt, ...row }) =>
    managed({ ...row, createdAt: new Date(createdAt), archivedAt: archivedAt === null ? null : new Date(archivedAt) }),
  );
}

/** An organization as the statement gives it. */
type StoredJson = Omit<OrganizationRow, 'createdAt' | 'archivedAt'> & {
  readonly createdAt: string;
  readonly archivedAt: string | null;
};

/** Those of some ids that exist, in order. */
export async function existingOrganizations(reader: Reader, ids: readonly number[]): Promise<number[]> {
  const where = { id: { in: [...ids] } };
  const rows = await reader.organization.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } });
  return rows.map(({ id }) => id);
}

/** @returns the new organization, whose id is the database's */
export async function insertOrganization(
  tx: Transaction,
  organization: Omit<ManagedOrganization, 'id' | 'archivedAt'>,
): Promise<ManagedOrganization> {
  return managed(await tx.organization.create({ data: organization }));
}

export async function saveOrganization(
  tx: Transaction,
  id: number,
  changes: OrganizationChanges,
): Promise<ManagedOrganization> {
  const data = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return managed(await tx.organization.update({ where: { id }, data: data as Prisma.OrganizationUpdateInput }));
}

/** Whether an organization is active or archived; null if there is none with that id. */
export async function readOrganizationState(reader: Reader, id: number): Promise<'active' | 'archived' | null> {
  const row = await reader.organization.findUnique({ where: { id }, select: { archivedAt: true } });
  return row && (row.archivedAt === null ? 'active' : 'archived');
}

/** Where the organization's months begin (IANA name); null for the installation's. */
export async function readOwnTimeZone(reader: Reader, id: number): Promise<string | null> {
  const row = await reader.organization.findUnique({ where: { id }, select: { timeZone: true } });
  return row?.timeZone ?? null;
}

/** The ids of all organizations. */
export async function organizationIds(reader: Reader): Promise<number[]> {
  const rows = await reader.organization.findMany({ select: { id: true }, orderBy: { id: 'asc' } });
  return rows.map(({ id }) => id);
}

type OrganizationRow = NonNullable<Awaited<ReturnType<Reader['organization']['findFirst']>>>;

function managed({ slug, ...row }: OrganizationRow): ManagedOrganization {
  return { ...row, slug: slug ?? defaultSlug(row.id) };
}

/** The slug of an organization that has not been given one. */
export function defaultSlug(id: number): string {
  return `organization-${id}`;
}
