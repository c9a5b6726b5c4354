import { type CompanyState, exampleCompany } from '../../test/kit/quickbooks/company-state.ts';
import type { World } from '../../test/kit/world/world.ts';

/** The company file of the demo, as QuickBooks has it open. */
export function companyFile({ accounts, postings }: World['quickbooks'], ids: CompanyState['ids']): CompanyState {
  const path = 'C:\\Books\\Meridian Managed IT.qbw';
  return exampleCompany({ name: 'Meridian Managed IT', path, ids, accounts, postings });
}
