import { connectBooks } from '#src/service/books/connect.ts';
import { COMPANY_NOW } from '../kit/company.ts';
import { type CompanyState, exampleCompany, examplePostings } from '../kit/quickbooks/company-state.ts';
import { addApplication, type UpdateResult, update } from '../kit/quickbooks/web-connector.ts';
import { scopeOn } from '../kit/services.ts';
import type { Dashboard } from './dashboard.ts';

/** The months with postings of the example company, before the running one. */
export const POSTED_MONTHS = ['2026-08', '2026-09', '2026-10'] as const;

/** The example company in a Web Connector that is connected with the dashboard's server. */
export interface ConnectedCompany {
  /** The company's file now. */
  readonly file: CompanyState;
  /** One update of the Web Connector, after these changes of the file. */
  update(changes?: Partial<CompanyState>): Promise<UpdateResult>;
}

/** Connects the example company and reads it once. */
export async function connectCompany({ app, url }: Pick<Dashboard, 'app' | 'url'>): Promise<ConnectedCompany> {
  const scope = scopeOn(app.database, COMPANY_NOW);
  const { password, qwc } = await connectBooks(scope, { publicUrl: url });
  const added = await addApplication(qwc);
  const postings = POSTED_MONTHS.flatMap((month, index) => examplePostings(month, index));
  let file = exampleCompany({ ids: added.ids, postings });
  const updated = async (changes: Partial<CompanyState> = {}) => {
    file = { ...file, ...changes };
    return update({ url: added.url, userName: added.userName, password, company: file });
  };
  await updated();
  return {
    get file() {
      return file;
    },
    update: updated,
  };
}
