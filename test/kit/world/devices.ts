import type { NinjaOneDeviceRow, NinjaOneLocationRow, NinjaOneOrganizationRow } from '../ninjaone/rows.ts';
import type { Client } from './clients.ts';
import type { Random } from './random.ts';

/** What NinjaOne knows of the world. */
export interface NinjaOneWorld {
  readonly organizations: readonly NinjaOneOrganizationRow[];
  readonly locations: readonly NinjaOneLocationRow[];
  /** The devices that NinjaOne lists at an instant. */
  readonly devicesAt: (date: Date) => readonly NinjaOneDeviceRow[];
  /** Names of the organizations that are the MSP itself. */
  readonly internalOrganizations: readonly string[];
}

interface DeviceLife {
  readonly from: number;
  readonly to: number;
  readonly row: Omit<NinjaOneDeviceRow, 'id'>;
}

const DAY_MS = 86_400_000;
const INTERNAL_NAME = 'Meridian Managed IT (internal)';
const INTERNAL_DEVICES = 15;
/** Devices of all clients when the world begins, at scale 1, before what does not count is taken off. */
const INITIAL_DEVICES = 620;
/** Devices that are added and retired, as shares of a client's devices. */
const MONTHLY_ADDED = 0.0165;
const MONTHLY_RETIRED = 0.009;

const NODE_CLASSES = [
  ['WINDOWS_WORKSTATION', 740],
  ['WINDOWS_SERVER', 85],
  ['MAC', 60],
  ['VMWARE_VM_GUEST', 35],
  ['VMWARE_VM_HOST', 18],
  ['HYPERV_VMM_GUEST', 16],
  ['HYPERV_VMM_HOST', 10],
  ['LINUX_SERVER', 10],
  ['NMS_SWITCH', 10],
  ['NMS_FIREWALL', 8],
  ['LINUX_WORKSTATION', 4],
  // A class that NinjaOne's published list does not have, and a device whose class it does not say.
  ['CHROMEOS_DEVICE', 5],
  [null, 5],
] as const satisfies readonly (readonly [string | null, number])[];

const NAME_PREFIXES: Readonly<Record<string, string>> = {
  WINDOWS_WORKSTATION: 'WS',
  WINDOWS_SERVER: 'SRV',
  MAC: 'MAC',
  LINUX_SERVER: 'LNX',
  VMWARE_VM_HOST: 'ESX',
  VMWARE_VM_GUEST: 'VM',
  HYPERV_VMM_HOST: 'HV',
  HYPERV_VMM_GUEST: 'VM',
};

/** Organizations, locations and the lives of all devices; which of them are listed depends on the instant asked for. */
export function generateNinjaOne(
  random: Random,
  options: { clients: readonly Client[]; begin: number; until: number; scale: number },
): NinjaOneWorld {
  const internalId = options.clients.length + 1;
  const organizations = [
    ...options.clients.map(({ id, name }) => ({ id, name, description: null })),
    { id: internalId, name: INTERNAL_NAME, description: 'Our own equipment' },
  ];
  const locations = [
    ...options.clients.flatMap(({ id, locations: names }) => names.map((name) => ({ organizationId: id, name }))),
    { organizationId: internalId, name: 'Headquarters' },
  ].map((location, index) => ({ id: index + 1, ...location }));

  const wanted = options.clients.reduce((sum, client) => sum + client.devices, 0);
  const factor = (INITIAL_DEVICES * options.scale) / wanted;
  const lives = options.clients.flatMap((client) => {
    const places = locations.filter(({ organizationId }) => organizationId === client.id).map(({ id }) => id);
    return clientLives(random.fork(client.name), { client, places, factor, ...options });
  });
  lives.push(...internalLives(random.fork('internal'), internalId, locations.length, options.begin));
  const devices = numbered(lives);
  return {
    organizations,
    locations,
    internalOrganizations: [INTERNAL_NAME],
    devicesAt: (date) =>
      devices
        .filter(({ from, to }) => from <= date.getTime() && date.getTime() < to)
        .map(({ row }) => ({ ...row, lastContact: Math.floor(date.getTime() / 1000) - (row.id % 3600) + 0.25 })),
  };
}

/** Ids grow with the time of enrolment, with gaps, as in a system that serves many. */
function numbered(lives: readonly DeviceLife[]): { from: number; to: number; row: NinjaOneDeviceRow }[] {
  return [...lives]
    .sort((a, b) => a.from - b.from)
    .map(({ from, to, row }, index) => ({ from, to, row: { ...row, id: 100 + index * 3 } }));
}

function clientLives(
  random: Random,
  world: { client: Client; places: readonly number[]; factor: number; begin: number; until: number },
): DeviceLife[] {
  const { client, places, begin, until } = world;
  const starts: number[] = [];
  const initial = Math.max(2, Math.round(client.devices * world.factor));
  for (let index = 0; index < initial; index += 1) {
    starts.push(client.joinedAt + Math.floor(random.next() * 3 * DAY_MS));
  }
  for (let month = Math.max(begin, client.joinedAt); month < until; month += 30 * DAY_MS) {
    const added = random.poisson(initial * MONTHLY_ADDED);
    for (let index = 0; index < added; index += 1) starts.push(month + Math.floor(random.next() * 30 * DAY_MS));
  }
  return starts
    .filter((from) => from <= until)
    .map((from, index) => {
      // Retirement is equally likely in every month from the world's beginning on.
      const livesMonths = -Math.log(1 - random.next()) / MONTHLY_RETIRED;
      const to = Math.min(client.leftAt, Math.max(from, begin) + livesMonths * 30 * DAY_MS);
      return { from, to, row: deviceRow(random, { client, places, from, index }) };
    });
}

function deviceRow(
  random: Random,
  device: { client: Client; places: readonly number[]; from: number; index: number },
): Omit<NinjaOneDeviceRow, 'id'> {
  const nodeClass = random.weighted(NODE_CLASSES);
  const prefix = NAME_PREFIXES[nodeClass ?? ''] ?? 'DEV';
  const systemName = `${prefix}-${device.client.id}-${String(device.index + 1).padStart(3, '0')}`;
  const isSpare = nodeClass === 'WINDOWS_WORKSTATION' && random.chance(0.02);
  const spareName = random.pick([
    `SPARE-${device.index + 1}`,
    `${systemName} (spare)`,
    `Spare laptop ${device.index + 1}`,
  ]);
  const mainOffice = device.places[0] ?? null;
  const branch = device.places[random.int(0, device.places.length - 1)] ?? null;
  return {
    organizationId: device.client.id,
    locationId: random.chance(0.7) ? mainOffice : branch,
    nodeClass,
    // Some devices were never given a name of their own.
    displayName: isSpare ? spareName : random.chance(0.06) ? null : systemName,
    systemName,
    approvalStatus: random.chance(0.01) ? 'PENDING' : 'APPROVED',
    offline: random.chance(0.12),
    created: device.from / 1000,
  };
}

function internalLives(random: Random, organizationId: number, locationId: number, begin: number): DeviceLife[] {
  const from = begin - 500 * DAY_MS;
  return Array.from({ length: INTERNAL_DEVICES }, (_, index) => ({
    from,
    to: Number.POSITIVE_INFINITY,
    row: {
      organizationId,
      locationId,
      nodeClass: index < 3 ? 'WINDOWS_SERVER' : 'WINDOWS_WORKSTATION',
      displayName: index === 14 ? 'Spare loaner' : `OFFICE-${index + 1}`,
      systemName: `OFFICE-${index + 1}`,
      approvalStatus: 'APPROVED',
      offline: random.chance(0.2),
      created: from / 1000,
    },
  }));
}
