import type { CompanyState } from '../../test/kit/quickbooks/company-state.ts';
import type { World } from '../../test/kit/world/world.ts';

/** The company file of the demo, as QuickBooks has it open. */
export function companyFile({ accounts, postings }: World['quickbooks'], ids: CompanyState['ids']): CompanyState {
  return {
    name: 'Meridian Managed IT',
    path: 'C:\\Books\\Meridian Managed IT.qbw',
    ...{ ids, accounts, postings },
    closingDate: null,
    usesAccountNumbers: true,
    qbxmlVersion: [16, 0],
    faults: {},
    writesReferences: true,
  };
}
