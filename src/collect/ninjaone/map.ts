import type { Device } from '#src/core/collection/device.ts';
import { KNOWN_NODE_CLASSES, type NinjaOneDevice, type NinjaOneLocation, type NinjaOneOrganization } from './types.ts';

/** A device with NinjaOne's ids of its organization and location; null if NinjaOne returns no id or does not list it. */
export interface LocatedDevice extends Device {
  readonly organizationKey: string | null;
  /** NinjaOne's location id, the key of one of the reading's sites. */
  readonly siteKey: string | null;
}

/** A place of a client: a NinjaOne location. */
export interface DeviceSite {
  /** NinjaOne's location id. */
  readonly key: string;
  readonly name: string;
}

export interface MappedDevices {
  readonly devices: readonly LocatedDevice[];
  /** Every named location, including those without devices. */
  readonly sites: readonly DeviceSite[];
  /** Sentences about devices with an unknown organization, location or class. */
  readonly notes: readonly string[];
}

/** Maximum number of ids or classes named in a note. */
const NAMED_IN_NOTE = 5;

/** Joins NinjaOne's three lists by id into devices with organization and location names. */
export function mapDevices(rows: {
  readonly devices: readonly NinjaOneDevice[];
  readonly organizations: readonly NinjaOneOrganization[];
  readonly locations: readonly NinjaOneLocation[];
}): MappedDevices {
  const organizations = namesById(rows.organizations);
  const locations = namesById(rows.locations);
  const devices = rows.devices.map((row): LocatedDevice => {
    const organizationName = nameOf(organizations, row.organizationId);
    const locationName = nameOf(locations, row.locationId);
    return {
      key: String(row.id),
      nodeClass: row.nodeClass ?? null,
      displayName: row.displayName ?? null,
      systemName: row.systemName ?? null,
      organizationKey: organizationName === null ? null : String(row.organizationId),
      organizationName,
      siteKey: locationName === null ? null : String(row.locationId),
      locationName,
    };
  });
  const notes = [
    unknownPlaceNote(devices, 'organization', (device) => device.organizationName),
    unknownPlaceNote(devices, 'location', (device) => device.locationName),
    unknownClassNote(devices),
  ];
  return {
    devices,
    sites: [...locations].map(([id, name]) => ({ key: String(id), name })),
    notes: notes.filter((note) => note !== null),
  };
}

function namesById(rows: readonly (NinjaOneOrganization | NinjaOneLocation)[]): Map<number, string> {
  const names = new Map<number, string>();
  // A row without a name cannot be shown; its devices are treated as if it were not listed.
  for (const { id, name } of rows) if (name !== null && name !== undefined && name.trim() !== '') names.set(id, name);
  return names;
}

function nameOf(names: ReadonlyMap<number, string>, id: number | null | undefined): string | null {
  return id === null || id === undefined ? null : (names.get(id) ?? null);
}

function unknownPlaceNote(
  devices: readonly LocatedDevice[],
  place: 'organization' | 'location',
  nameOfPlace: (device: LocatedDevice) => string | null,
): string | null {
  const keys = devices.filter((device) => nameOfPlace(device) === null).map((device) => device.key);
  if (keys.length === 0) return null;
  const subject = keys.length === 1 ? '1 device has' : `${keys.length} devices have`;
  return `${subject} no ${place} that NinjaOne lists (device ${named(keys)}); counted without one.`;
}

function unknownClassNote(devices: readonly LocatedDevice[]): string | null {
  const unknown = devices.filter(({ nodeClass }) => nodeClass === null || !KNOWN_NODE_CLASSES.has(nodeClass));
  if (unknown.length === 0) return null;
  const classes = [...new Set(unknown.map((device) => device.nodeClass ?? 'none'))].sort();
  const subject = unknown.length === 1 ? '1 device is' : `${unknown.length} devices are`;
  return `${subject} of a node class that is not in NinjaOne's published list (${named(classes)}).`;
}

function named(values: readonly string[]): string {
  const more = values.length - NAMED_IN_NOTE;
  return values.slice(0, NAMED_IN_NOTE).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
