import { z } from 'zod';

/**
 * What NinjaOne's API answers, as far as it is read. Everything that is not needed is dropped; what may be absent may
 * also be null.
 */

/** Ids are whole numbers and the key of paging. */
const id = z.int().nonnegative();

/** Answer of the token endpoint; `expires_in` in seconds. */
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
  // An open set: a class that NinjaOne adds tomorrow must not stop tonight's collection.
  nodeClass: z.string().nullish(),
  displayName: z.string().nullish(),
  systemName: z.string().nullish(),
});

export type NinjaOneToken = z.infer<typeof tokenSchema>;
export type NinjaOneOrganization = z.infer<typeof organizationSchema>;
export type NinjaOneLocation = z.infer<typeof locationSchema>;
export type NinjaOneDevice = z.infer<typeof deviceSchema>;

/** The node classes of the published API (2.0.9); used to say when a device is of another one, never to refuse it. */
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
