import type { Database } from '#src/store/engine/database.ts';
import { createPeriodData, type PeriodData } from './period-data.ts';

/**
 * What has been read of periods, cached until anything changes: then all of it is evicted and read again. A request that
 * begins after a write of this process has ended never sees what was before it; another instance's write is seen as soon
 * as PostgreSQL has told of it. While changes could go unnoticed, nothing is cached.
 */
export interface PeriodCache {
  /** The organization's periods as they are now. Take it once a request, so that the request sees one state. */
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
