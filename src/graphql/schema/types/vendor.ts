import { builder } from '#src/graphql/builder.ts';
import type { Vendor as VendorShape } from '#src/service/vendors.ts';

export const VendorKey = builder.enumType('VendorKey', {
  description: 'Suppliers of values: vendors, and people.',
  values: {
    CONNECTWISE: { value: 'connectwise', description: 'ConnectWise PSA: tickets and time.' },
    NINJAONE: { value: 'ninjaone', description: 'NinjaOne: devices.' },
    QUICKBOOKS: { value: 'quickbooks', description: 'QuickBooks: the books.' },
    MANUAL: { value: 'manual', description: 'Values entered by hand.' },
  } as const,
});

export const Vendor = builder.objectRef<VendorShape>('Vendor').implement({
  description: 'A supplier of values: a vendor, or people.',
  fields: (t) => ({
    key: t.expose('key', { type: VendorKey, description: 'Key of the supplier.' }),
    id: t.exposeInt('id', { description: 'ID in this database.' }),
    name: t.exposeString('name', { description: 'Display name.' }),
  }),
});
