import { describe, expect, it } from 'vitest';
import { mapDevices } from '#src/collect/ninjaone/map.ts';
import type { NinjaOneDevice } from '#src/collect/ninjaone/types.ts';

const organizations = [{ id: 1, name: 'Acme' }, { id: 2, name: 'Zeta' }, { id: 3, name: ' ' }, { id: 4 }];
const locations = [
  { id: 10, name: 'Main Office', organizationId: 1 },
  { id: 20, name: 'Warehouse', organizationId: 2 },
  { id: 30, name: null, organizationId: 2 },
];

function map(...devices: NinjaOneDevice[]) {
  return mapDevices({ devices, organizations, locations });
}

describe('mapDevices', () => {
  it('joins organization and location by id', () => {
    const { devices, sites, notes } = map({
      id: 7,
      organizationId: 2,
      locationId: 20,
      nodeClass: 'WINDOWS_SERVER',
      displayName: 'Server',
      systemName: 'SRV-1',
    });
    expect(devices).toEqual([
      {
        key: '7',
        nodeClass: 'WINDOWS_SERVER',
        displayName: 'Server',
        systemName: 'SRV-1',
        organizationKey: '2',
        organizationName: 'Zeta',
        siteKey: '20',
        locationName: 'Warehouse',
      },
    ]);
    expect(sites).toEqual([
      { key: '10', name: 'Main Office' },
      { key: '20', name: 'Warehouse' },
    ]);
    expect(notes).toEqual([]);
  });

  it('keeps what is absent as null, and what is null too', () => {
    const nothing = { nodeClass: null, displayName: null, systemName: null };
    const nowhere = { organizationKey: null, organizationName: null, siteKey: null, locationName: null };
    const { devices } = map({ id: 1 }, { id: 2, ...nothing, organizationId: null, locationId: null });
    expect(devices).toEqual([
      { key: '1', ...nothing, ...nowhere },
      { key: '2', ...nothing, ...nowhere },
    ]);
  });

  it('says which devices have a place that is not listed or not named', () => {
    const known = { nodeClass: 'MAC', organizationId: 1, locationId: 10 };
    const { devices, notes } = map(
      { ...known, id: 1 },
      { ...known, id: 2, organizationId: 99 },
      { ...known, id: 3, organizationId: 3 },
      { ...known, id: 4, organizationId: 4, locationId: 30 },
    );
    expect(devices.map((device) => device.organizationName)).toEqual(['Acme', null, null, null]);
    expect(devices.map((device) => device.organizationKey)).toEqual(['1', null, null, null]);
    expect(devices.map((device) => device.siteKey)).toEqual(['10', '10', '10', null]);
    expect(notes).toEqual([
      '3 devices have no organization that NinjaOne lists (device 2, 3, 4); counted without one.',
      '1 device has no location that NinjaOne lists (device 4); counted without one.',
    ]);
  });

  it('keeps a class it does not know and names it', () => {
    const place = { organizationId: 1, locationId: 10 };
    const { devices, notes } = map({ id: 1, ...place, nodeClass: 'TOASTER' }, { id: 2, ...place });
    expect(devices.map((device) => device.nodeClass)).toEqual(['TOASTER', null]);
    expect(notes).toEqual(["2 devices are of a node class that is not in NinjaOne's published list (TOASTER, none)."]);
  });

  it('names only a few of many', () => {
    const many = Array.from({ length: 8 }, (_, index) => ({ id: index + 1, nodeClass: 'MAC', locationId: 10 }));
    expect(map(...many).notes).toEqual([
      '8 devices have no organization that NinjaOne lists (device 1, 2, 3, 4, 5 and 3 more); counted without one.',
    ]);
  });
});
