import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startConnectWiseFake } from '../kit/connectwise/fake.ts';
import type { ConnectWiseRows } from '../kit/connectwise/rows.ts';
import { type FreshDatabase, freshEmbedded, freshPostgresql } from '../kit/databases.ts';
import { FirstNightDocument } from '../kit/gql/operations.ts';
import type { HttpFake } from '../kit/http-faults.ts';
import { type NinjaOneFake, startNinjaOneFake } from '../kit/ninjaone/fake.ts';
import { askGraphql, environmentFor, runQbr, withServer } from '../kit/program.ts';
import { expectedDevices, expectedReactive } from '../kit/world/expected.ts';
import { generateWorld } from '../kit/world/world.ts';
import { boundaryRows } from './boundary-rows.ts';

const TIME_ZONE = 'America/Chicago';
const now = new Date();
const world = generateWorld({ seed: 'first night', until: now, months: 26, timeZone: TIME_ZONE, scale: 0.4 });
const MONTHS = world.months.slice(-13);
const boundaries = boundaryRows(world.months.slice(-14), TIME_ZONE);
const rows: ConnectWiseRows = {
  tickets: [...world.connectwise.tickets, ...boundaries.tickets],
  timeEntries: [...world.connectwise.timeEntries, ...boundaries.timeEntries],
};

describe.each([
  ['PGlite', freshEmbedded],
  ['PostgreSQL', freshPostgresql],
])('the first night on %s', (_, create) => {
  let database: FreshDatabase;
  let connectwise: HttpFake;
  let ninjaone: NinjaOneFake;
  beforeAll(async () => {
    database = await create();
    connectwise = await startConnectWiseFake({ rows });
    const { organizations, locations, devicesAt } = world.ninjaone;
    ninjaone = await startNinjaOneFake({ organizations, locations, devices: devicesAt });
  });
  afterAll(async () => {
    await Promise.all([connectwise.close(), ninjaone.close()]);
    await database.remove();
  });

  it('brings the vendors’ data, month by month, to whoever asks GraphQL', async () => {
    const environment = {
      ...environmentFor({ connectwise, ninjaone, connection: database.connection }),
      QBR_INTERNAL_ORGANIZATIONS: JSON.stringify(world.ninjaone.internalOrganizations),
      // The host's zone must change nothing.
      TZ: 'Pacific/Kiritimati',
    };
    const collected = await runQbr(['collect', '--json'], environment);
    expect(collected.stderr).not.toContain('"level":50');
    expect(collected.status).toBe(0);
    expect(JSON.parse(collected.stdout)).toMatchObject({ status: 'success' });

    const [from = '', to = ''] = [MONTHS[0], MONTHS.at(-1)];
    const { organization } = await withServer(environment, (url) => askGraphql(url, FirstNightDocument, { from, to }));
    const answered = organization?.periods.map(({ period, metrics, smartNumber }) => ({
      period,
      ...Object.fromEntries(metrics.map(({ definition, value }) => [definition.key, value])),
      total_close_pct: smartNumber?.value,
    }));
    expect(answered).toEqual(MONTHS.map((month) => expectedMonth(month)));
    expect(organization?.collectionRuns.edges[0]?.node.status).toBe('SUCCESS');
    expect(organization?.collectionRuns.edges[0]?.node.entries).toHaveLength(26);
  }, 120_000);
});

function expectedMonth(month: string) {
  const { reactive_tickets_created, reactive_tickets_closed, reactive_time_spent } = expectedReactive(
    { connectwise: rows },
    month,
    TIME_ZONE,
  );
  const devices = month === MONTHS.at(-1) ? expectedDevices(world, now) : null;
  return {
    period: month,
    reactive_tickets_created: String(reactive_tickets_created),
    reactive_tickets_closed: String(reactive_tickets_closed),
    reactive_time_spent: String(Number(reactive_time_spent)),
    endpoints_managed: devices && String(devices.endpoints_managed),
    seats_managed: devices && String(devices.seats_managed),
    total_close_pct: fourPlaces(reactive_tickets_closed, reactive_tickets_created),
  };
}

/** a / b to four places, half up, in whole numbers. */
function fourPlaces(a: number, b: number): string {
  const scaled = (BigInt(a) * 20_000n + BigInt(b)) / (BigInt(b) * 2n);
  return String(Number(scaled) / 10_000);
}
