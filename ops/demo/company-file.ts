import type { CompanyState } from '../../test/kit/quickbooks/company-state.ts';
import { NEW_ACCOUNT, OWN_POSTINGS } from '../../test/kit/world/accounts.ts';
import type { QuickBooksRows } from '../../test/kit/world/postings.ts';
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

/** The books before the newest account was made: what it has now was posted to its predecessor. */
export function beforeNewAccount({ accounts, postings }: QuickBooksRows): QuickBooksRows {
  return {
    accounts: accounts.filter(({ fullName }) => fullName !== NEW_ACCOUNT),
    postings: postings.map((each) => (each.account === NEW_ACCOUNT ? { ...each, account: OWN_POSTINGS } : each)),
  };
}
