import { z } from 'zod';

/**
 * The fields of NinjaOne's API responses that are used. Others are dropped; optional fields may also be null.
 */

/** Ids are whole numbers and the keys of paging. */
const id = z.int().nonnegative();

/** Response of the token endpoint; `expires_in` in seconds. */
export const tokenSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().nullish(),
});

/** A row of `GET /v2/organizations`. */
export const organizationSchema = z.object({ id, name: z.string().nullish() });

/** A row of `GET /v2/locations`. */
export const locationSchema = z.object({
  id,
  name: z.string().nullish(),
  organizationId: z.number().nullish(),
});

/** A row of `GET /v2/devices`. */
export const deviceSchema = z.object({
  id,
  organizationId: z.number().nullish(),
  locationId: z.number().nullish(),
  // An open set: a new class must not fail the collection.
  nodeClass: z.string().nullish(),
  displayName: z.string().nullish(),
  systemName: z.string().nullish(),
});

export type NinjaOneOrganization = z.infer<typeof organizationSchema>;
export type NinjaOneLocation = z.infer<typeof locationSchema>;
export type NinjaOneDevice = z.infer<typeof deviceSchema>;

/** The node classes of the published API (2.0.9), used to note devices of other classes, never to reject them. */
export const KNOWN_NODE_CLASSES: ReadonlySet<string> = new Set([
  'ANDROID',
  'APPLE_IOS',
  'APPLE_IPADOS',
  'CLOUD_MONITOR_TARGET',
  'HYPERV_VMM_GUEST',
  'HYPERV_VMM_HOST',
  'LINUX_SERVER',
  'LINUX_WORKSTATION',
  'MAC',
  'MAC_SERVER',
  'MANAGED_DEVICE',
  'NMS_APPLIANCE',
  'NMS_COMPUTER',
  'NMS_DIAL_MANAGER',
  'NMS_FIREWALL',
  'NMS_IPSLA',
  'NMS_NETWORK_MANAGEMENT_AGENT',
  'NMS_OTHER',
  'NMS_PHONE',
  'NMS_PRINTER',
  'NMS_PRIVATE_NETWORK_GATEWAY',
  'NMS_ROUTER',
  'NMS_SCANNER',
  'NMS_SERVER',
  'NMS_SWITCH',
  'NMS_VIRTUAL_MACHINE',
  'NMS_VM_HOST',
  'NMS_WAP',
  'UNMANAGED_DEVICE',
  'VMWARE_VM_GUEST',
  'VMWARE_VM_HOST',
  'WINDOWS_SERVER',
  'WINDOWS_WORKSTATION',
]);
