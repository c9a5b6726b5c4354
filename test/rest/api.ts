import { createRestHandler, type RestHandler } from '#src/rest/rest-api.ts';
import type { RestServices } from '#src/rest/route.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import type { DatabaseUnderTest } from '../kit/databases.ts';
import { defaultRules, ORGANIZATIONS, schedulesOn } from '../kit/services.ts';

/** The REST API over a database. `logged` is given what is logged of unexpected errors. */
export function restOver(
  { database }: Pick<DatabaseUnderTest, 'database'>,
  {
    now = () => new Date(),
    logged = [],
    ...settings
  }: Partial<Pick<RestServices, 'hasPublicMetricValues' | 'rulesOf' | 'schedule' | 'basePath' | 'organizations'>> & {
    readonly now?: () => Date;
    readonly logged?: unknown[];
  } = {},
): RestHandler {
  return createRestHandler({
    database,
    schedule: schedulesOn(database, now),
    snapshots: createSnapshots(database),
    rulesOf: defaultRules,
    clock: now,
    refusals: { note: async () => undefined },
    logger: { error: (details: unknown) => void logged.push(details) } as RestServices['logger'],
    organizations: ORGANIZATIONS,
    hasPublicMetricValues: false,
    ...settings,
  });
}
