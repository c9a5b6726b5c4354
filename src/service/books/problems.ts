import { read, type Scope } from '#src/service/scope.ts';
import { type BooksHealth, readBooksHealth } from '#src/store/books-health.ts';

/** Why the books do not get in, or do not count. */
export interface BooksProblem {
  readonly problem: 'paused' | 'failed' | 'silent' | 'unconfirmed';
  /** The problem, in a sentence. */
  readonly message: string;
  /** The remedy, in a sentence. */
  readonly action: string;
}

/** A Web Connector calls every hour, but not over a weekend. */
const SILENT_AFTER_MS = 3 * 24 * 3_600_000;

/**
 * The problems of an organization's books; null where it has none: neither a connection nor a statement.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function booksProblems(scope: Scope): Promise<readonly BooksProblem[] | null> {
  return read(scope, 'metrics:read', async (reader) => {
    const health = await readBooksHealth(reader, scope.organization.id);
    if (!health.connector && !health.hasStatements) return null;
    return [...connectorProblems(health.connector, scope.at), ...mappingProblems(health)];
  });
}

function connectorProblems(connector: BooksHealth['connector'], at: Date): BooksProblem[] {
  if (!connector) return [];
  const { paused, createdAt, lastSessionAt, lastError } = connector;
  if (paused) {
    const message = 'The reading of the books by the Web Connector is paused.';
    return [{ problem: 'paused', message, action: 'Resume it with `qbr books resume`.' }];
  }
  const failed: BooksProblem = {
    problem: 'failed',
    message: `The last session of the Web Connector failed: ${lastError}`,
    action: 'Follow its message, then update again in the Web Connector.',
  };
  const silentSince = lastSessionAt ?? createdAt;
  const silent: BooksProblem = {
    problem: 'silent',
    message: lastSessionAt
      ? `The Web Connector has not brought the books since ${silentSince.toISOString()}.`
      : `The Web Connector has never brought the books, though it has had a password since ${silentSince.toISOString()}.`,
    action: 'Check that the Web Connector runs, with this application, its password and a schedule.',
  };
  const isSilent = at.getTime() - silentSince.getTime() > SILENT_AFTER_MS;
  return [...(lastError === null ? [] : [failed]), ...(isSilent ? [silent] : [])];
}

function mappingProblems({ hasStatements, hasConfirmedMapping }: BooksHealth): BooksProblem[] {
  if (!hasStatements || hasConfirmedMapping) return [];
  const message = 'Statements of the books are stored, but no mapping of accounts is confirmed: nothing is computed.';
  const action =
    'Confirm a mapping on the page Books, or with `qbr books mapping export` and `qbr books mapping import --confirm`.';
  return [{ problem: 'unconfirmed', message, action }];
}
