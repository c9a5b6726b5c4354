import type { Database } from '#src/store/engine/database.ts';
import { type ManagedOrganization, readOrganizations } from '#src/store/organizations.ts';

/** All organizations with what every request needs of them, in memory: for what must be known before anything is read. */
export interface OrganizationDirectory {
  /** Reads the organizations again if one may have changed. Await it before a request's first question. */
  refresh(): Promise<void> | undefined;
  /** The installation's time zone (IANA name), of organizations that have none of their own. */
  readonly timeZone: string;
  /** Where the organization's months begin (IANA name); the installation's if it does not exist. */
  timeZoneOf(id: number): string;
  /** The organization; undefined if it does not exist. */
  find(id: number): ManagedOrganization | undefined;
  /** All of them, by id. */
  all(): readonly ManagedOrganization[];
  /** Those that are not archived, by id. */
  active(): readonly ManagedOrganization[];
}

/**
 * Reads all organizations, and again whenever one was changed by any process.
 * @param timeZone the installation's
 */
export async function openDirectory(
  { query, changes }: Pick<Database, 'query' | 'changes'>,
  timeZone: string,
): Promise<OrganizationDirectory> {
  let known: ReadonlyMap<number, ManagedOrganization> = new Map();
  /** Undefined once they are read. A change meanwhile makes the next request read them again. */
  let reading: Promise<void> | undefined;
  let isCurrent = false;
  changes.subscribe((change) => {
    if (change.kind !== 'everything' && !(change.kind === 'organization' && change.isOfItself)) return;
    isCurrent = false;
    reading = undefined;
  });
  const read = (): Promise<void> => {
    isCurrent = true;
    const started = readOrganizations(query)
      .then((all) => {
        known = new Map(all.map((organization) => [organization.id, organization]));
      })
      .catch((error: unknown) => {
        isCurrent = false;
        throw error;
      })
      .finally(() => {
        if (reading === started) reading = undefined;
      });
    reading = started;
    return started;
  };
  await read();
  return {
    timeZone,
    refresh() {
      if (!reading && isCurrent && changes.isReliable()) return undefined;
      // Without an answer of the database the request fails by itself, with its own error.
      return (reading ?? read()).catch(() => undefined);
    },
    timeZoneOf: (id) => known.get(id)?.timeZone ?? timeZone,
    find: (id) => known.get(id),
    all: () => [...known.values()],
    active: () => [...known.values()].filter(({ archivedAt }) => archivedAt === null),
  };
}
