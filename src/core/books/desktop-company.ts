import type { StatementBasis } from './statement.ts';

/** The company file that an organization's books are read from. */
export interface PinnedCompany {
  readonly name: string;
  /** Whether the company file carries our FileID; otherwise it is known by its name. */
  readonly hasFileId: boolean;
  /** Its path, as the Web Connector says it. */
  readonly path: string;
  /** ISO 8601. */
  readonly pinnedAt: string;
}

/** What a company file says of itself. */
export interface CompanySettings {
  readonly usesAccountNumbers?: boolean;
  readonly summaryBasis?: StatementBasis | null;
  readonly isAutomaticLoginAllowed?: boolean;
  readonly isPersonalDataAccessAllowed?: boolean;
}
