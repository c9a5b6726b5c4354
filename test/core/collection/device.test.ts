import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countDevices,
  countDevicesByClient,
  DEFAULT_DEVICE_RULES,
  DEVICE_EXCLUSION_RULES,
  type Device,
  type DeviceExclusions,
  type DeviceRules,
  describeDeviceCount,
  deviceName,
} from '#src/core/collection/device.ts';

let nextKey = 1;

function device(fields: Partial<Device> = {}): Device {
  nextKey += 1;
  return {
    key: String(nextKey),
    nodeClass: 'WINDOWS_WORKSTATION',
    displayName: 'PC',
    systemName: 'PC',
    organizationName: 'Acme',
    locationName: 'Main Office',
    ...fields,
  };
}

function many(count: number, fields: Partial<Device> = {}): Device[] {
  return Array.from({ length: count }, () => device(fields));
}

const rules: DeviceRules = { ...DEFAULT_DEVICE_RULES, internalOrganizations: ['Internal IT'] };

describe('the worked example of docs/calculations.md section 10', () => {
  const devices = [
    ...many(100),
    ...many(20, { nodeClass: 'WINDOWS_SERVER' }),
    ...many(5, { nodeClass: 'VMWARE_VM_HOST' }),
    ...many(10, { displayName: 'Spare 7' }),
    ...many(15, { organizationName: 'Internal IT' }),
  ];

  it('gives 125 endpoints and 100 seats', () => {
    expect(countDevices(devices, rules)).toMatchObject({ devices: 150, endpoints: 125, seats: 100 });
  });

  it('is described in whole sentences', () => {
    expect(describeDeviceCount(countDevices(devices, rules))).toEqual([
      '125 endpoints: 150 devices less 15 of internal organizations and 10 spares.',
      '100 seats: 150 devices less 15 of internal organizations, 10 spares and 25 of excluded classes (5 VMWARE_VM_HOST, 20 WINDOWS_SERVER).',
    ]);
  });
});

describe('what counts', () => {
  const counts = (fields: Partial<Device>, given = rules) => {
    const { endpoints, seats } = countDevices([device(fields)], given);
    return { endpoints, seats };
  };

  it.each([
    ['WINDOWS_WORKSTATION', 1, 1],
    ['WINDOWS_SERVER', 1, 0],
    ['VMWARE_VM_HOST', 1, 0],
    ['VMWARE_VM_GUEST', 0, 0],
    ['HYPERV_VMM_GUEST', 0, 1],
    ['HYPERV_VMM_HOST', 1, 1],
    ['windows_server', 1, 1],
    ['A_CLASS_OF_NEXT_YEAR', 1, 1],
    [null, 1, 1],
  ])('class %s: %i endpoints, %i seats', (nodeClass, endpoints, seats) => {
    expect(counts({ nodeClass })).toEqual({ endpoints, seats });
  });

  it.each([
    [{ displayName: 'SPARE-01' }, 0],
    [{ displayName: 'laptop (sPaRe)' }, 0],
    [{ displayName: 'Aspareline' }, 0],
    [{ displayName: 'Spa re' }, 1],
    [{ locationName: 'Spares shelf' }, 0],
    [{ displayName: null, systemName: 'spare-pc' }, 0],
    [{ displayName: ' ', systemName: 'spare-pc' }, 0],
    [{ displayName: 'Reception', systemName: 'spare-pc' }, 1],
    [{ displayName: null, systemName: null, locationName: null, organizationName: null }, 1],
    [{ organizationName: 'Spare Parts Inc' }, 1],
  ])('spare: %o counts %i', (fields, counted) => {
    expect(counts(fields)).toEqual({ endpoints: counted, seats: counted });
  });

  it('excludes internal organizations by exact name only', () => {
    expect(counts({ organizationName: 'Internal IT' })).toEqual({ endpoints: 0, seats: 0 });
    expect(counts({ organizationName: 'internal it' })).toEqual({ endpoints: 1, seats: 1 });
    expect(counts({ organizationName: 'Internal IT Lab' })).toEqual({ endpoints: 1, seats: 1 });
    expect(counts({ organizationName: 'Internal IT' }, DEFAULT_DEVICE_RULES)).toEqual({ endpoints: 1, seats: 1 });
  });

  it('counts a device under the first matching rule only', () => {
    const everything = { organizationName: 'Internal IT', displayName: 'spare', nodeClass: 'VMWARE_VM_GUEST' };
    const { exclusions } = countDevices(
      [device(everything), device({ ...everything, organizationName: 'Acme' })],
      rules,
    );
    const expected = { internalOrganization: 1, spare: 1, nodeClass: 0, byNodeClass: new Map() };
    expect(exclusions).toEqual({ endpoints: expected, seats: expected });
  });

  it('names a device by display name, else system name', () => {
    expect(deviceName(device({ displayName: 'A', systemName: 'B' }))).toBe('A');
    expect(deviceName(device({ displayName: '', systemName: 'B' }))).toBe('B');
    expect(deviceName(device({ displayName: null, systemName: null }))).toBeNull();
  });
});

describe('notes and clients', () => {
  it('speaks of nothing excluded, and of one', () => {
    expect(describeDeviceCount(countDevices([], rules))[0]).toBe('0 endpoints: 0 devices, none excluded.');
    const two = [device(), device({ displayName: 'spare' })];
    expect(describeDeviceCount(countDevices(two, rules))[1]).toBe('1 seat: 2 devices less 1 spare.');
  });

  it('counts per client, internal organizations left out, unknown organizations last', () => {
    const devices = [
      device({ organizationName: null }),
      device({ organizationName: 'Zeta', nodeClass: 'WINDOWS_SERVER' }),
      device({ organizationName: 'Zeta' }),
      device({ organizationName: 'Acme', displayName: 'spare' }),
      device({ organizationName: 'Internal IT' }),
    ];
    expect(countDevicesByClient(devices, rules)).toEqual([
      { organizationName: 'Acme', endpoints: 0, seats: 0 },
      { organizationName: 'Zeta', endpoints: 2, seats: 1 },
      { organizationName: null, endpoints: 1, seats: 1 },
    ]);
  });
});

describe('properties', () => {
  const name = fc.option(fc.constantFrom('PC-1', 'Spare', 'my SPARE pc', '', 'Attic'), { nil: null });
  const nodeClass = fc.option(
    fc.constantFrom(
      'WINDOWS_WORKSTATION',
      'WINDOWS_SERVER',
      'VMWARE_VM_GUEST',
      'VMWARE_VM_HOST',
      'HYPERV_VMM_GUEST',
      '?',
    ),
    { nil: null },
  );
  const organizationName = fc.option(fc.constantFrom('Acme', 'Zeta', 'Internal IT'), { nil: null });
  const devices = fc.array(
    fc.record({
      key: fc.uuid(),
      nodeClass,
      displayName: name,
      systemName: name,
      organizationName,
      locationName: name,
    }),
  );
  const excluded = (exclusions: DeviceExclusions) =>
    DEVICE_EXCLUSION_RULES.reduce((sum, rule) => sum + exclusions[rule], 0);

  it('counted and excluded devices are all devices, for both metrics', () => {
    fc.assert(
      fc.property(devices, (given) => {
        const count = countDevices(given, rules);
        expect(count.endpoints + excluded(count.exclusions.endpoints)).toBe(given.length);
        expect(count.seats + excluded(count.exclusions.seats)).toBe(given.length);
        for (const { nodeClass, byNodeClass } of Object.values(count.exclusions)) {
          expect([...byNodeClass.values()].reduce((a, b) => a + b, 0)).toBe(nodeClass);
        }
      }),
    );
  });

  it('the order of devices changes nothing, not even the words', () => {
    const withPermutation = devices.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    );
    fc.assert(
      fc.property(withPermutation, ([given, permuted]) => {
        expect(countDevices(permuted, rules)).toEqual(countDevices(given, rules));
        expect(describeDeviceCount(countDevices(permuted, rules))).toEqual(
          describeDeviceCount(countDevices(given, rules)),
        );
        expect(countDevicesByClient(permuted, rules)).toEqual(countDevicesByClient(given, rules));
      }),
    );
  });

  it('stating a rule twice is stating it once', () => {
    const twice = (list: readonly string[]) => [...list, ...list].reverse();
    const doubled: DeviceRules = {
      endpointExcludedClasses: twice(rules.endpointExcludedClasses),
      seatExcludedClasses: twice(rules.seatExcludedClasses),
      internalOrganizations: twice(rules.internalOrganizations),
    };
    fc.assert(
      fc.property(devices, (given) => {
        expect(countDevices(given, doubled)).toEqual(countDevices(given, rules));
      }),
    );
  });

  it('the clients add up to the whole', () => {
    fc.assert(
      fc.property(devices, (given) => {
        const clients = countDevicesByClient(given, rules);
        const count = countDevices(given, rules);
        expect(clients.reduce((sum, client) => sum + client.endpoints, 0)).toBe(count.endpoints);
        expect(clients.reduce((sum, client) => sum + client.seats, 0)).toBe(count.seats);
      }),
    );
  });
});
