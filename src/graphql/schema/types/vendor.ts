import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed } from '#src/graphql/exposed.ts';
import type { Vendor as VendorShape } from '#src/service/vendors.ts';

export const VendorKey = enumOf('VendorKey', 'Suppliers of values: vendors, and people.', {
  connectwise: 'ConnectWise PSA: tickets and time.',
  ninjaone: 'NinjaOne: devices.',
  quickbooks: 'QuickBooks: the books.',
  manual: 'Values entered by hand.',
});

export const Vendor = builder.objectRef<VendorShape>('Vendor').implement({
  description: 'A supplier of values: a vendor, or people.',
  fields: (t) =>
    exposed(t, {
      key: [VendorKey, 'Key of the supplier.'],
      id: ['Int', 'ID in this database.'],
      name: ['String', 'Display name.'],
    }),
});
