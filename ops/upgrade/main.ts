// npm run upgrade:record [-- FOLDER]: lets the version that is built in FOLDER (this one by default) write a database, and keeps a
// backup of it with its answers, for the tests of every later version (CONTRIBUTING.md, Release a version).
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packageRoot } from '#src/package-root.ts';
import { FAKE_CREDENTIALS, startConnectWiseFake } from '../../test/kit/connectwise/fake.ts';
import { startNinjaOneFake } from '../../test/kit/ninjaone/fake.ts';
import { generateWorld, type World } from '../../test/kit/world/world.ts';
import { recordAnswers } from './answers.ts';
import { writeCompany } from './company.ts';
import { startRecordedProgram } from './recorded-program.ts';

const TIME_ZONE = 'America/Chicago';
/** So many that one quarter has ended whole, whatever the month. */
const MONTHS = 6;

async function main(folder: string): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string };
  const until = new Date();
  const world = generateWorld({ seed: 'upgrade', until, months: MONTHS, timeZone: TIME_ZONE, scale: 0.03 });
  const vendors = await startVendors(world);
  try {
    const program = await startRecordedProgram(folder, vendors.environment);
    try {
      await writeCompany(program, world);
      const ended = world.months.slice(0, -1);
      const answers = await recordAnswers(program.url, { ended, running: world.months.at(-1) ?? '' });
      const backup = join(program.directory, 'company.backup');
      await program.qbr('backup', backup);
      await program.qbr('audit', 'verify');
      const kept = join(packageRoot(), 'test/upgrade/databases', version);
      copyFileSync(backup, `${kept}.backup`);
      writeFileSync(`${kept}.answers.json.gz`, gzipSync(JSON.stringify({ version, answers }), { level: 9 }));
      process.stderr.write(`Recorded version ${version}: ${answers.length} answers\n`);
    } finally {
      await program.close();
    }
  } finally {
    await vendors.close();
  }
}

async function startVendors({ connectwise: rows, ninjaone: devices }: World) {
  const { organizations, locations, devicesAt, internalOrganizations } = devices;
  const connectwise = await startConnectWiseFake({ rows });
  const ninjaone = await startNinjaOneFake({ organizations, locations, devices: devicesAt });
  return {
    environment: {
      ...{ QBR_TIMEZONE: TIME_ZONE, QBR_MONTHS_TO_COLLECT: String(MONTHS), QBR_ORGANIZATION_NAME: 'Example MSP, LLC' },
      QBR_INTERNAL_ORGANIZATIONS: JSON.stringify(internalOrganizations),
      CONNECTWISE_SERVER: connectwise.url,
      CONNECTWISE_COMPANY_ID: FAKE_CREDENTIALS.companyId,
      CONNECTWISE_PUBLIC_KEY: FAKE_CREDENTIALS.publicKey,
      CONNECTWISE_PRIVATE_KEY: FAKE_CREDENTIALS.privateKey,
      CONNECTWISE_CLIENT_ID: FAKE_CREDENTIALS.clientId,
      NINJA_BASE_URL: ninjaone.url,
      NINJA_CLIENT_ID: ninjaone.clientId,
      NINJA_CLIENT_SECRET: ninjaone.clientSecret,
    },
    close: () => Promise.all([connectwise.close(), ninjaone.close()]),
  };
}

await main(resolve(process.argv[2] ?? packageRoot()));
