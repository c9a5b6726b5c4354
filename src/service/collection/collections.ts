import { isDeepStrictEqual } from 'node:util';
import type { VendorRules } from '#src/service/reference/vendor-queries.ts';
import { touchesMonths, touchesOrganization } from '#src/store/engine/change.ts';
import type { Database } from '#src/store/engine/database.ts';
import type { Collection } from './collection.ts';
import type { CollectionSchedule } from './schedule.ts';

/** The services that collect one organization, by its settings of one moment. */
export interface OrganizationCollections {
  readonly collection: Collection;
  readonly schedule: CollectionSchedule;
  /** How its vendors are asked and their answers counted. */
  readonly rules: VendorRules;
  /** The servers of its vendors: `na.myconnectwise.net`. */
  readonly vendorHosts: readonly string[];
}

/** The services that collect, of every organization. */
export interface Collections {
  /** Those of an organization as it is set up now; a run under way ends with what it began with. */
  of(organizationId: number): Promise<OrganizationCollections>;
}

export interface CollectionsSettings<Settings> {
  readonly database: Pick<Database, 'changes'>;
  /** What an organization's services are built from. */
  readonly read: (organizationId: number) => Promise<Settings>;
  readonly build: (settings: Settings) => OrganizationCollections;
  /** Of how many organizations the services are kept, 200 by default. */
  readonly limit?: number;
}

interface Kept<Settings> {
  readonly settings: Settings;
  readonly services: OrganizationCollections;
  isCurrent: boolean;
}

const DEFAULT_LIMIT = 200;

/** Builds the services of an organization when they are asked for, and anew once its settings differ. */
export function createCollections<Settings>({
  database: { changes },
  read,
  build,
  limit = DEFAULT_LIMIT,
}: CollectionsSettings<Settings>): Collections {
  const kept = new Map<number, Kept<Settings>>();
  changes.subscribe((change) => {
    // Values of months are no settings.
    if (change.kind === 'organization' && touchesMonths(change)) return;
    // Whether there are several organizations changes how each is collected.
    const touchesAll = change.kind === 'organization' && change.isOfItself;
    for (const [id, each] of kept) if (touchesAll || touchesOrganization(change, id)) each.isCurrent = false;
  });
  const keep = (organizationId: number, entry: Kept<Settings>): OrganizationCollections => {
    kept.delete(organizationId);
    kept.set(organizationId, entry);
    const [leastUsed] = kept.keys();
    if (kept.size > limit && leastUsed !== undefined) kept.delete(leastUsed);
    return entry.services;
  };
  return {
    async of(organizationId) {
      const known = kept.get(organizationId);
      if (known?.isCurrent && changes.isReliable()) return keep(organizationId, known);
      // A change while they are read makes the next caller read them again.
      if (known) known.isCurrent = true;
      const settings = await read(organizationId);
      if (known && kept.get(organizationId) === known && isDeepStrictEqual(known.settings, settings)) {
        return keep(organizationId, known);
      }
      return keep(organizationId, { settings, services: build(settings), isCurrent: true });
    },
  };
}
