import { DEFAULT_DEVICE_RULES } from '#src/core/collection/device.ts';
import { createRestHandler, type RestHandler } from '#src/rest/rest-api.ts';
import type { RestServices } from '#src/rest/route.ts';
import { createCollectionSchedule, schedulesOver } from '#src/service/collection/schedule.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import type { DatabaseUnderTest } from '../kit/databases.ts';
import { ORGANIZATIONS, TIME_ZONE } from '../kit/services.ts';

const notHere = () => Promise.reject(new Error('Nothing is collected here'));

/** The REST API over a database. `logged` is given what is logged of unexpected errors. */
export function restOver(
  { database }: Pick<DatabaseUnderTest, 'database'>,
  {
    now = () => new Date(),
    logged = [],
    ...settings
  }: Partial<
    Pick<RestServices, 'hasPublicMetricValues' | 'deviceRules' | 'schedule' | 'basePath' | 'organizations'>
  > & {
    readonly now?: () => Date;
    readonly logged?: unknown[];
  } = {},
): RestHandler {
  const schedule = schedulesOver(async (organizationId) =>
    createCollectionSchedule({
      database,
      organizationId,
      collection: { run: notHere, runScheduled: notHere, closeInterrupted: notHere },
      cron: '30 22 * * *',
      timeZone: TIME_ZONE,
      enabledByDefault: false,
      clock: now,
    }),
  );
  return createRestHandler({
    database,
    schedule,
    snapshots: createSnapshots(database),
    deviceRules: DEFAULT_DEVICE_RULES,
    clock: now,
    refusals: { note: async () => undefined },
    logger: { error: (details: unknown) => void logged.push(details) } as RestServices['logger'],
    organizations: ORGANIZATIONS,
    hasPublicMetricValues: false,
    ...settings,
  });
}
