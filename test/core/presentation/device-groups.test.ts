import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countDevices, countGroups, type Device, groupDevices } from '#src/core/collection/device.ts';

const name = fc.constantFrom('Client', 'Own company', 'spare laptop', 'PC 7', null);
const device = fc.record({
  key: fc.constant('1'),
  nodeClass: fc.constantFrom('WINDOWS_SERVER', 'VMWARE_VM_GUEST', 'MAC', null),
  displayName: name,
  systemName: name,
  organizationName: name,
  locationName: name,
}) satisfies fc.Arbitrary<Device>;
const rules = fc.record({
  endpointExcludedClasses: fc.subarray(['WINDOWS_SERVER', 'VMWARE_VM_GUEST']),
  seatExcludedClasses: fc.subarray(['WINDOWS_SERVER', 'MAC']),
  internalOrganizations: fc.subarray(['Own company', 'Client']),
});

it('a snapshot as groups is counted as its devices are, by any rules', () => {
  fc.assert(
    fc.property(fc.array(device), rules, (devices, by) => {
      const groups = groupDevices(devices);
      const { endpoints, seats } = countDevices(devices, by);
      expect([countGroups(groups, by, 'endpoints'), countGroups(groups, by, 'seats')]).toEqual([endpoints, seats]);
    }),
  );
});
