import { randomBytes } from 'node:crypto';
import { operatorViewer } from '#src/auth/viewer.ts';
import { type Config, parseConfig } from '#src/config/config.ts';
import type { Scope } from '#src/service/scope.ts';
import type { Database } from '#src/store/engine/database.ts';
import { NOW, TIME_ZONE } from '../../kit/services.ts';

/** An installation key, as `openssl rand -base64 32` makes one. */
export function installationKey(): string {
  return randomBytes(32).toString('base64');
}

/** The configuration of an environment with these installation keys, newest first. */
export function configWith(keys: readonly string[], variables: Readonly<Record<string, string>> = {}): Config {
  return parseConfig({ ...(keys.length > 0 && { QBR_SECRET_KEY: keys.join('\n') }), ...variables });
}

/** An admin's scope on an organization. */
export function adminOf(database: Database, organizationId: number, at: Date = NOW): Scope {
  const viewer = operatorViewer('Ann');
  return { database, organization: { id: organizationId, timeZone: TIME_ZONE }, viewer, actor: viewer.name, at };
}

export async function addOrganization({ prisma }: Database, id: number): Promise<void> {
  await prisma.$executeRawUnsafe(`INSERT INTO organization (id, name) VALUES (${id}, 'Organization ${id}')`);
}

/** Access to ConnectWise as an organization has it, its secrets unlike any other text. */
export function accessOfConnectWise(organizationId: number) {
  return {
    'connectwise.server': 'na.myconnectwise.net',
    'connectwise.company_id': `msp${organizationId}`,
    'connectwise.public_key': `PublicKey/${organizationId}+"ü\\`,
    'connectwise.private_key': `PrivateKey/${organizationId}+"ü\\`,
    'connectwise.client_id': `ClientId/${organizationId}+"ü\\`,
  } as const;
}

/** Settings as an input has them. */
export function inputOf(settings: Readonly<Record<string, string | null>>) {
  return Object.entries(settings).map(([name, value]) => ({ name, value }));
}
