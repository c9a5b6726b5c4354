import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import type { Vendor as VendorShape } from '#src/service/vendors.ts';

export const VendorKey = enumOf('VendorKey', 'Suppliers of values: vendors, and people.', {
  connectwise: 'ConnectWise PSA: tickets and time.',
  ninjaone: 'NinjaOne: devices.',
  quickbooks: 'QuickBooks: the books.',
  manual: 'Values entered by hand.',
});

export const Vendor = builder.objectRef<VendorShape>('Vendor').implement({
  description: 'A supplier of values: a vendor, or people.',
  fields: (t) => ({
    key: t.expose('key', { type: VendorKey, description: 'Key of the supplier.' }),
    id: t.exposeInt('id', { description: 'ID in this database.' }),
    name: t.exposeString('name', { description: 'Display name.' }),
  }),
});
