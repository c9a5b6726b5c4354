import { touchesOrganization } from '#src/store/engine/change.ts';
import type { Database } from '#src/store/engine/database.ts';
import { createPeriodData, type PeriodData } from './period-data.ts';

/**
 * A cache of period data that any change evicts. A request that starts after a write of this process always sees it; a write of
 * another instance is seen after PostgreSQL's notification. While changes could go unnoticed, nothing is cached.
 */
export interface PeriodCache {
  /** The organization's current period data. Call it once per request, so that the request sees one state. */
  of(organizationId: number): PeriodData;
}

const ORGANIZATION_BYTES = 500_000;

export function createPeriodCache(database: Pick<Database, 'prisma' | 'createCache'>): PeriodCache {
  const organizations = database.createCache<PeriodData>({
    sizeOf: () => ORGANIZATION_BYTES,
    isTouched: ({ organizationId }, change) => touchesOrganization(change, organizationId),
  });
  return {
    of(organizationId) {
      const cached = organizations.get(String(organizationId));
      if (cached) return cached;
      const keep = organizations.begin();
      // A failed read must not be cached: the next request reads again.
      const data = createPeriodData(database.prisma, organizationId, { onFailure: organizations.clear });
      keep(String(organizationId), data);
      return data;
    },
  };
}
