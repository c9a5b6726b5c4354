import { SetUpError } from '#src/cli/exit-status.ts';
import type { Config } from '#src/config/config.ts';
import { parseConfig } from '#src/config/config.ts';
import type { Database } from '#src/store/engine/database.ts';
import type { SimulatedVendors } from './vendors.ts';

/** The invented company of the demo; it also distinguishes the demo's database from a real one. */
export const DEMO_ORGANIZATION = 'Meridian Managed IT (demo)';
export const DEMO_TIME_ZONE = 'America/Chicago';

/** What a person may change about the demo; nothing else of the environment is used, least of all a real database. */
const RESPECTED = ['QBR_HOST', 'QBR_PORT', 'QBR_PUBLIC_URL', 'QBR_DATA_DIR', 'QBR_LOG_LEVEL', 'QBR_LOG_FILE'];

/** The configuration of a program that collects from the simulated vendors into a folder of its own. */
export function demoConfig(environment: NodeJS.ProcessEnv, { connectwise, ninjaone }: SimulatedVendors): Config {
  return parseConfig({
    QBR_DATA_DIR: './data/demo',
    ...Object.fromEntries(RESPECTED.flatMap((name) => (environment[name] ? [[name, environment[name]]] : []))),
    QBR_ORGANIZATION_NAME: DEMO_ORGANIZATION,
    QBR_TIMEZONE: DEMO_TIME_ZONE,
    // The thirteen months that have ended, which the dashboard looks at for missing inputs, and the running one.
    QBR_MONTHS_TO_COLLECT: '14',
    QBR_INTERNAL_ORGANIZATIONS: JSON.stringify(ninjaone.internalOrganizations),
    CONNECTWISE_SERVER: connectwise.url,
    CONNECTWISE_COMPANY_ID: connectwise.credentials.companyId,
    CONNECTWISE_PUBLIC_KEY: connectwise.credentials.publicKey,
    CONNECTWISE_PRIVATE_KEY: connectwise.credentials.privateKey,
    CONNECTWISE_CLIENT_ID: connectwise.credentials.clientId,
    NINJA_BASE_URL: ninjaone.url,
    NINJA_CLIENT_ID: ninjaone.clientId,
    NINJA_CLIENT_SECRET: ninjaone.clientSecret,
  });
}

/**
 * Keeps sample data out of a database that is not the demo's.
 * @throws SetUpError where the database belongs to another organization
 */
export async function checkIsDemoDatabase({ prisma }: Database, directory: string): Promise<void> {
  const organization = await prisma.organization.findUnique({ where: { id: 1 } });
  if (organization?.name === DEMO_ORGANIZATION) return;
  throw new SetUpError(
    `The database in ${directory} belongs to ${organization?.name ?? 'nobody'}; sample data would be mixed into it. Unset QBR_DATA_DIR, or set it to a new folder.`,
  );
}
