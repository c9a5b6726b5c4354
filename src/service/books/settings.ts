import type { Viewer } from '#src/auth/viewer.ts';
import type { StatementBasis } from '#src/core/books/statement.ts';
import type { Logger } from '#src/log/log.ts';
import type { Scope } from '#src/service/scope.ts';
import type { Database } from '#src/store/engine/database.ts';

/** The settings of reading the books. */
export interface BooksSettings {
  readonly database: Database;
  readonly organizationId: number;
  readonly timeZone: string;
  readonly clock: () => Date;
  readonly logger: Logger;
  /** The basis that statements are asked in. */
  readonly basis: StatementBasis;
  /** The running month and the completed ones before it. */
  readonly monthsToCollect: number;
  /** This program's version, for `serverVersion`. */
  readonly version: string;
  /** Host and process, stored with the run. */
  readonly host: string;
  readonly processId: number;
}

/** A viewer, acting now on the organization whose books these are. */
export function scopeOf({ database, organizationId, timeZone, clock }: BooksSettings, viewer: Viewer): Scope {
  return { database, organization: { id: organizationId, timeZone }, viewer, actor: viewer.name, at: clock() };
}
