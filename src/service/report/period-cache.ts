import type { Database } from '#src/store/engine/database.ts';
import { createPeriodData, type PeriodData } from './period-data.ts';

/**
 * What has been read of periods, kept until anything changes: then all of it is forgotten and read anew. A request that
 * begins after a write of this process has ended never sees what was before it; another instance's write is seen as soon
 * as PostgreSQL has told of it. While changes could go unnoticed, nothing is kept.
 */
export interface PeriodCache {
  /** The organization's periods as they are now. Take it once a request, so that the request sees one state. */
  of(organizationId: number): PeriodData;
}

export function createPeriodCache(database: Database): PeriodCache {
  const kept = new Map<number, PeriodData>();
  database.changes.subscribe(() => kept.clear());
  return {
    of(organizationId) {
      const known = kept.get(organizationId);
      if (known) return known;
      // A failed read must not be kept: the next request reads again.
      const data = createPeriodData(database.prisma, organizationId, { onFailure: () => kept.clear() });
      if (database.changes.isReliable()) kept.set(organizationId, data);
      return data;
    },
  };
}
