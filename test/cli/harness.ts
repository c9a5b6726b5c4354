import { afterAll, afterEach, beforeAll, beforeEach, onTestFinished } from 'vitest';
import { startConnectWiseFake } from '../kit/connectwise/fake.ts';
import { type FreshDatabase, freshPostgresql } from '../kit/databases.ts';
import type { HttpFake } from '../kit/http-faults.ts';
import { type NinjaOneFake, startNinjaOneFake } from '../kit/ninjaone/fake.ts';
import { type Ended, environmentFor, type RunningProgram, runQbr, startQbr } from '../kit/program.ts';
import { generateWorld, type World } from '../kit/world/world.ts';

export const TIME_ZONE = 'America/Chicago';

/** A small company with four months until now; the commands take the machine's clock. */
export const WORLD: World = generateWorld({
  seed: 'cli',
  until: new Date(),
  months: 4,
  timeZone: TIME_ZONE,
  scale: 0.05,
});
export const MONTHS = WORLD.months.slice(1);
/** The last month that has ended. */
export const ENDED_MONTH = MONTHS.at(-2) ?? '';

export interface Harness {
  readonly connectwise: HttpFake;
  readonly ninjaone: NinjaOneFake;
  readonly database: FreshDatabase;
  /** What the program is started with: both vendors, the database, and what the test adds. */
  environment(added?: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  qbr(args: readonly string[], added?: Readonly<Record<string, string>>): Promise<Ended>;
  start(args: readonly string[], added?: Readonly<Record<string, string>>): RunningProgram;
}

/**
 * Gives each test both vendors' servers and a fresh database, on PostgreSQL, which a process opens faster. Call within
 * `describe`.
 */
export function useHarness(create: () => Promise<FreshDatabase> = freshPostgresql): () => Harness {
  let connectwise: HttpFake;
  let ninjaone: NinjaOneFake;
  let database: FreshDatabase;
  beforeAll(async () => {
    connectwise = await startConnectWiseFake({ rows: WORLD.connectwise });
    const { organizations, locations, devicesAt } = WORLD.ninjaone;
    ninjaone = await startNinjaOneFake({ organizations, locations, devices: devicesAt });
  });
  afterAll(async () => {
    await Promise.all([connectwise.close(), ninjaone.close()]);
  });
  beforeEach(async () => {
    connectwise.setFault(null);
    ninjaone.setFault(null);
    connectwise.requests.clear();
    ninjaone.requests.clear();
    database = await create();
  });
  afterEach(() => database.remove());

  return () => {
    const environment: Harness['environment'] = (added = {}) => ({
      ...environmentFor({ connectwise, ninjaone, connection: database.connection }),
      QBR_MONTHS_TO_COLLECT: '3',
      QBR_INTERNAL_ORGANIZATIONS: JSON.stringify(WORLD.ninjaone.internalOrganizations),
      ...added,
    });
    return {
      connectwise,
      ninjaone,
      database,
      environment,
      qbr: (args, added) => runQbr(args, environment(added)),
      start: (args, added) => {
        const program = startQbr(args, environment(added));
        // A test that fails does not end it.
        onTestFinished(() => void program.process.kill('SIGKILL'));
        return program;
      },
    };
  };
}

/** The one document of `--json`; fails where stdout holds anything else. */
// biome-ignore lint/suspicious/noExplicitAny: a test looks at parts of a document of unknown shape.
export function document({ stdout }: Ended): any {
  return JSON.parse(stdout);
}
