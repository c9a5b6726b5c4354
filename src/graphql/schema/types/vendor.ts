import { builder } from '#src/graphql/builder.ts';
import type { Vendor as VendorShape } from '#src/service/vendors.ts';

export const VendorKey = builder.enumType('VendorKey', {
  description: 'The systems and persons that supply values.',
  values: {
    CONNECTWISE: { value: 'connectwise', description: 'ConnectWise PSA: tickets and time.' },
    NINJAONE: { value: 'ninjaone', description: 'NinjaOne: devices.' },
    QUICKBOOKS: { value: 'quickbooks', description: 'QuickBooks: the books.' },
    MANUAL: { value: 'manual', description: 'A person who entered the value by hand.' },
  } as const,
});

export const Vendor = builder.objectRef<VendorShape>('Vendor').implement({
  description: 'A system or person that supplies values.',
  fields: (t) => ({
    key: t.expose('key', { type: VendorKey, description: 'Which one it is.' }),
    id: t.exposeInt('id', { description: 'Its number in this database.' }),
    name: t.exposeString('name', { description: 'Its name as shown to people.' }),
  }),
});
