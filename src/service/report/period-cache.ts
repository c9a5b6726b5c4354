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

const MAX_ORGANIZATIONS = 100;

export function createPeriodCache(database: Pick<Database, 'prisma' | 'createCache'>): PeriodCache {
  const organizations = database.createCache<number, PeriodData>({ max: MAX_ORGANIZATIONS });
  return {
    of(organizationId) {
      const cached = organizations.get(organizationId);
      if (cached) return cached;
      const keep = organizations.begin();
      // A failed read must not be cached: the next request reads again.
      const data = createPeriodData(database.prisma, organizationId, { onFailure: organizations.clear });
      keep(organizationId, data);
      return data;
    },
  };
}
