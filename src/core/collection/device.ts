import { compareNames, counted, listed } from '#src/core/words.ts';

/**
 * How managed devices are counted (docs/calculations.md section 10). A device is excluded once, however many rules match: it
 * is counted under the first rule that matches, in the order of `DEVICE_EXCLUSION_RULES`.
 */

/** A device of a snapshot. Null means that the vendor returned no value, or an id that it does not list. */
export interface Device {
  /** The vendor's id. */
  readonly key: string;
  /** The vendor's kind of device (`WINDOWS_SERVER`); an open set. */
  readonly nodeClass: string | null;
  readonly displayName: string | null;
  readonly systemName: string | null;
  readonly organizationName: string | null;
  readonly locationName: string | null;
}

/** The configured counting rules. Class and organization names match exactly. */
export interface DeviceRules {
  /** Node classes that are not endpoints. */
  readonly endpointExcludedClasses: readonly string[];
  /** Node classes that are not seats. */
  readonly seatExcludedClasses: readonly string[];
  /** Organizations that are not clients: their devices are never counted. */
  readonly internalOrganizations: readonly string[];
}

/** The defaults of docs/calculations.md section 10. */
export const DEFAULT_DEVICE_RULES: DeviceRules = {
  endpointExcludedClasses: ['VMWARE_VM_GUEST', 'HYPERV_VMM_GUEST'],
  seatExcludedClasses: ['VMWARE_VM_GUEST', 'WINDOWS_SERVER', 'VMWARE_VM_HOST'],
  internalOrganizations: [],
};

/**
 * Why a device is not counted, in the order in which the rules are tried. The rules that apply to both metrics come
 * first, so that endpoints and seats exclude the same internal devices and the same spares.
 */
export const DEVICE_EXCLUSION_RULES = ['internalOrganization', 'spare', 'nodeClass'] as const;
export type DeviceExclusionRule = (typeof DEVICE_EXCLUSION_RULES)[number];

/** The two device metrics. */
export type DeviceMetric = 'endpoints' | 'seats';

/** The number of devices that each rule excluded from one metric. */
export interface DeviceExclusions extends Readonly<Record<DeviceExclusionRule, number>> {
  /** The devices of rule `nodeClass`, by class, in order of class name. */
  readonly byNodeClass: ReadonlyMap<string, number>;
}

/** The counts of a snapshot. For both metrics, counted and excluded devices together are `devices`. */
export interface DeviceCount {
  readonly devices: number;
  readonly endpoints: number;
  readonly seats: number;
  readonly exclusions: Readonly<Record<DeviceMetric, DeviceExclusions>>;
}

/** The counts of one client. */
export interface ClientDeviceCount {
  /** Null for the devices whose organization is unknown. */
  readonly organizationName: string | null;
  readonly endpoints: number;
  readonly seats: number;
}

/** The device’s display name, or its system name if that is blank or absent. */
export function deviceName(device: Device): string | null {
  return [device.displayName, device.systemName].find((name) => name !== null && name.trim() !== '') ?? null;
}

/** Why a device is not counted, in words; null for one that is. */
export function leftOutBy(rules: DeviceRules, metric: DeviceMetric): (device: Device) => string | null {
  const exclusionOf = exclusionTest(rules, metric);
  const words = { internalOrganization: 'internal organization', spare: 'spare' };
  return (device) => {
    const rule = exclusionOf(traitsOf(device));
    if (rule === null) return null;
    return rule === 'nodeClass' ? `class ${device.nodeClass}` : words[rule];
  };
}

/** Counts the endpoints and seats of a snapshot. */
export function countDevices(devices: readonly Device[], rules: DeviceRules): DeviceCount {
  const endpoints = countMetric(devices, rules, 'endpoints');
  const seats = countMetric(devices, rules, 'seats');
  return {
    devices: devices.length,
    endpoints: endpoints.counted,
    seats: seats.counted,
    exclusions: { endpoints: endpoints.exclusions, seats: seats.exclusions },
  };
}

/**
 * Endpoints and seats per client, in order of name, unknown organizations last. A client whose devices are all excluded is
 * listed with 0; internal organizations are not listed. The sums equal those of `countDevices`.
 */
export function countDevicesByClient(devices: readonly Device[], rules: DeviceRules): ClientDeviceCount[] {
  const tests = { endpoints: exclusionTest(rules, 'endpoints'), seats: exclusionTest(rules, 'seats') };
  const clients = new Map<string | null, { endpoints: number; seats: number }>();
  for (const device of devices) {
    const traits = traitsOf(device);
    const endpointExclusion = tests.endpoints(traits);
    if (endpointExclusion === 'internalOrganization') continue;
    const client = clients.get(device.organizationName) ?? { endpoints: 0, seats: 0 };
    clients.set(device.organizationName, client);
    if (endpointExclusion === null) client.endpoints += 1;
    if (tests.seats(traits) === null) client.seats += 1;
  }
  return [...clients]
    .map(([organizationName, counts]) => ({ organizationName, ...counts }))
    .sort((a, b) => compareNames(a.organizationName, b.organizationName));
}

/**
 * The run's notes on a count, one sentence per metric: `125 endpoints: 150 devices less 15 of internal organizations
 * and 10 spares.`
 */
export function describeDeviceCount(count: DeviceCount): string[] {
  return (['endpoints', 'seats'] as const).map((metric) => {
    const subject = counted(count[metric], metric === 'endpoints' ? 'endpoint' : 'seat');
    const exclusions = describeExclusions(count.exclusions[metric]);
    const less = exclusions.length === 0 ? ', none excluded' : ` less ${listed(exclusions)}`;
    return `${subject}: ${counted(count.devices, 'device')}${less}.`;
  });
}

function describeExclusions(exclusions: DeviceExclusions): string[] {
  const classes = [...exclusions.byNodeClass].map(([nodeClass, count]) => `${count} ${nodeClass}`);
  const phrases: Record<DeviceExclusionRule, string> = {
    internalOrganization: `${exclusions.internalOrganization} of internal organizations`,
    spare: counted(exclusions.spare, 'spare'),
    nodeClass: `${exclusions.nodeClass} of excluded classes (${classes.join(', ')})`,
  };
  return DEVICE_EXCLUSION_RULES.filter((rule) => exclusions[rule] > 0).map((rule) => phrases[rule]);
}

function countMetric(devices: readonly Device[], rules: DeviceRules, metric: DeviceMetric) {
  const exclusionOf = exclusionTest(rules, metric);
  const excluded: Record<DeviceExclusionRule, number> = { internalOrganization: 0, spare: 0, nodeClass: 0 };
  const byNodeClass = new Map<string, number>();
  let counted = 0;
  for (const device of devices) {
    const rule = exclusionOf(traitsOf(device));
    if (rule === null) counted += 1;
    else excluded[rule] += 1;
    if (rule === 'nodeClass' && device.nodeClass !== null) {
      byNodeClass.set(device.nodeClass, (byNodeClass.get(device.nodeClass) ?? 0) + 1);
    }
  }
  const sorted = new Map([...byNodeClass].sort(([a], [b]) => compareNames(a, b)));
  return { counted, exclusions: { ...excluded, byNodeClass: sorted } };
}

/** What the rules look at. */
type DeviceTraits = Pick<DeviceGroup, 'nodeClass' | 'organization' | 'isSpare'>;

function traitsOf(device: Device): DeviceTraits {
  const { nodeClass, organizationName: organization } = device;
  return { nodeClass, organization, isSpare: isSpare(device) };
}

/** The first rule that excludes what has some traits from a metric, or null. An unknown or absent class excludes from nothing. */
function exclusionTest(rules: DeviceRules, metric: DeviceMetric): (traits: DeviceTraits) => DeviceExclusionRule | null {
  const internal = new Set(rules.internalOrganizations);
  const classes = new Set(metric === 'endpoints' ? rules.endpointExcludedClasses : rules.seatExcludedClasses);
  return ({ organization, isSpare, nodeClass }) => {
    if (organization !== null && internal.has(organization)) return 'internalOrganization';
    if (isSpare) return 'spare';
    return nodeClass !== null && classes.has(nodeClass) ? 'nodeClass' : null;
  };
}

/** Devices that no rule tells apart, with their number. */
export interface DeviceGroup {
  readonly nodeClass: string | null;
  readonly organization: string | null;
  readonly isSpare: boolean;
  readonly count: number;
}

/** A snapshot as groups, from which it can be counted by any rules; by organization and class. */
export function groupDevices(devices: readonly Device[]): DeviceGroup[] {
  const groups = new Map<string, DeviceGroup>();
  for (const device of devices) {
    const traits = traitsOf(device);
    const name = JSON.stringify([traits.organization, traits.nodeClass, traits.isSpare]);
    groups.set(name, { ...traits, count: (groups.get(name)?.count ?? 0) + 1 });
  }
  return [...groups].sort(([a], [b]) => compareNames(a, b)).map(([, group]) => group);
}

/** How many devices of some groups a metric counts. */
export function countGroups(groups: readonly DeviceGroup[], rules: DeviceRules, metric: DeviceMetric): number {
  const exclusionOf = exclusionTest(rules, metric);
  return groups.reduce((sum, group) => (exclusionOf(group) === null ? sum + group.count : sum), 0);
}

/** "spare" is a plain substring, any case, of the device's name or its location's: `Aspare Ltd` is a spare too. */
function isSpare(device: Device): boolean {
  return [deviceName(device), device.locationName].some((name) => name?.toLowerCase().includes('spare') ?? false);
}
