import { FAKE_CREDENTIALS } from '../../test/kit/connectwise/fake.ts';
import { connectWiseSettings } from '../../test/kit/fleet.ts';
import { expectedDevices, expectedReactive } from '../../test/kit/world/expected.ts';
import { generateWorld, type World } from '../../test/kit/world/world.ts';

// What the vendors, the organizations and whoever compares them agree upon.

/** Where ConnectWise is: a server for each organization, or three hosts of its cloud for all. */
export type ConnectWiseHosts = 'own' | 'shared';

export interface VendorsWanted {
  /** Number of organizations. */
  readonly count: number;
  readonly latencyMs: number;
  readonly hosts: ConnectWiseHosts;
  /** Nothing at the vendors is later; ISO 8601. */
  readonly until: string;
}

/** How an organization reaches its vendors. */
export interface Access {
  readonly connectwise: { readonly url: string; readonly companyId: string };
  readonly ninjaone: { readonly url: string; readonly clientId: string };
}

/** What was asked of the hosts of a vendor. */
interface HostsUsage {
  readonly requests: number;
  /** Of the host that was asked most. */
  readonly mostRequests: number;
  /** Requests that a host had at a time, at most. */
  readonly mostAtOnce: number;
}

export type VendorsUsage = Readonly<Record<'connectwise' | 'ninjaone', HostsUsage>>;

export const TIME_ZONE = 'Etc/UTC';
/** As the program does by default. */
export const MONTHS = 13;
/** Organizations that are collected at the same time have different ones. */
const WORLDS = 100;
/** About 70 reactive tickets a month and 120 endpoints. */
const SCALE = 0.2;

export function worldsOf({ count, until }: Pick<VendorsWanted, 'count' | 'until'>): World[] {
  const options = { until: new Date(until), months: MONTHS, timeZone: TIME_ZONE, scale: SCALE };
  return Array.from({ length: Math.min(count, WORLDS) }, (_, index) =>
    generateWorld({ ...options, seed: `night ${index}` }),
  );
}

/** Which of NinjaOne's regions an organization is in; most are in the first. */
export function ninjaOneHostOf(organizationId: number): number {
  return Math.max(0, (organizationId % 10) - 7);
}

export function pairOf(requests: readonly number[]): Pick<HostsUsage, 'requests' | 'mostRequests'> {
  return { requests: requests.reduce((sum, each) => sum + each, 0), mostRequests: Math.max(...requests) };
}

/** The settings of an organization. */
export function settingsOf({ connectwise, ninjaone }: Access, world: World): Record<string, string> {
  return {
    ...connectWiseSettings(connectwise.url, { ...FAKE_CREDENTIALS, companyId: connectwise.companyId }),
    'ninjaone.base_url': ninjaone.url,
    'ninjaone.client_id': ninjaone.clientId,
    'ninjaone.client_secret': 'fake-client-secret',
    'devices.internal_organizations': JSON.stringify(world.ninjaone.internalOrganizations),
  };
}

/** The values that a night has to store for an organization with these vendors: `2026-01 reactive_tickets_created 12`. */
export function expectedValues(world: World, until: string): string[] {
  const devices = Object.entries(expectedDevices(world, new Date(until)));
  const running = world.months.at(-1) ?? '';
  return [
    ...world.months.flatMap((month) =>
      Object.entries(expectedReactive(world, month, TIME_ZONE)).map(([name, value]) => lineOf(month, name, value)),
    ),
    ...devices.map(([name, value]) => lineOf(running, name, value)),
  ].sort();
}

export function lineOf(month: string, name: string, value: string | number): string {
  return `${month} ${name} ${Number(value)}`;
}
