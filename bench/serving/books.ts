import { LOCAL_VIEWER } from '#src/auth/viewer.ts';
import type { MetricKey } from '#src/core/metrics/metric-registry.ts';
import { Decimal } from '#src/core/number.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';
import { openDatabase } from '#src/store/engine/database.ts';
import { generateWorld } from '../../test/kit/world/world.ts';

const TIME_ZONE = 'America/Chicago';
/** What collections would have stored of each month. */
const COLLECTED = {
  reactive_tickets_created: 350,
  reactive_tickets_closed: 345,
  reactive_time_spent: 150.25,
  endpoints_managed: 600,
  seats_managed: 520,
} satisfies Partial<Record<MetricKey, number>>;

/** Periods of a filled database that have ended: the last quarter, and the first and last of 24 months. */
export interface FilledPeriods {
  readonly quarter: string;
  readonly from: string;
  readonly to: string;
}

/** Fills a database with months of the books of a generated company, up to now. */
export async function fillBooks(connection: DatabaseConnection, months = 30): Promise<FilledPeriods> {
  const at = new Date();
  const world = generateWorld({ seed: 'bench', until: at, months, timeZone: TIME_ZONE, scale: 0.1 });
  const database = await openDatabase({
    connection,
    organizationName: 'Bench',
    owner: { command: 'bench' },
  });
  const organization = { id: 1, timeZone: TIME_ZONE };
  const scope = { database, organization, viewer: LOCAL_VIEWER, actor: 'bench', at };
  for (const { month, values } of world.books) {
    const entries = Object.entries({ ...COLLECTED, ...values }).map(([metric, value]) => ({
      metric,
      value: new Decimal(value),
    }));
    await enterMetrics(scope, { period: month, entries });
  }
  await database.close();
  const endedMonths = world.months.slice(0, -1);
  const ended = endedMonths.findLast((month) => Number(month.slice(5)) % 3 === 0) ?? '';
  const quarter = `${ended.slice(0, 4)}-Q${Number(ended.slice(5)) / 3}`;
  return { quarter, from: endedMonths.at(-24) ?? '', to: endedMonths.at(-1) ?? '' };
}
