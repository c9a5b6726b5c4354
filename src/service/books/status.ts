import { type KnownAccount, mappingFor } from '#src/core/books/account-mapping.ts';
import { type ConfirmedMapping, namedFor } from '#src/core/books/books-change.ts';
import { metricsOf, newAccounts } from '#src/core/books/mapped-metrics.ts';
import { type ConsentState, consentState } from '#src/core/books/online-consent.ts';
import type { StatementLine, StatementSection } from '#src/core/books/statement.ts';
import { addMonths, monthAt, monthRange } from '#src/core/period.ts';
import { read, type Scope } from '#src/service/scope.ts';
import { readMappings } from '#src/store/account-mappings.ts';
import { readBooksConnection } from '#src/store/books-connections.ts';
import { type BooksOnline, readBooksOnline } from '#src/store/books-online.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { readNewestStatements } from '#src/store/statements.ts';
import { newestWebConnectorSession } from '#src/store/web-connector-sessions.ts';
import { confirmedMappings } from './mapping-document.ts';
import { type MappingState, mappingState } from './mapping-state.ts';
import { type OnlineConfig, whyOnlineIsOff } from './online-off.ts';
import { readChart } from './stored-books.ts';

/** The Web Connector's connection. */
export interface WebConnectorStatus {
  readonly userName: string;
  readonly paused: boolean;
  /** The company file's name; null before its first session. */
  readonly company: string | null;
  /** QuickBooks' own closing date, `YYYY-MM-DD`; null for none. */
  readonly closingDate: string | null;
  readonly lastSessionAt: Date | null;
  /** What went wrong in the last session; null if nothing did. */
  readonly lastError: string | null;
}

/** How the books get in, and whether they count. */
export interface BooksStatus extends Omit<WebConnectorStatus, 'userName'> {
  /** Whether the Web Connector has credentials, or a QuickBooks Online company has been connected. */
  readonly connected: boolean;
  /** Of the Web Connector; null without credentials. */
  readonly userName: string | null;
  /** The QuickBooks Online company; null where none is connected. */
  readonly online: OnlineStatus | null;
  readonly mapping: MappingState;
  /**
   * Accounts of the newest statement with money that counts in no metric: before a mapping is confirmed all, after it those that
   * are new since, and those that it leaves out.
   */
  readonly unmapped: readonly UnmappedAccount[];
}

/** How a QuickBooks Online company is connected. */
export interface OnlineStatus extends ConsentState {
  readonly company: string;
  readonly realmId: string;
  readonly connectedBy: string;
  /** Null before the first reading. */
  readonly lastReadAt: Date | null;
}

export interface UnmappedAccount {
  readonly account: string;
  readonly section: StatementSection;
  /** Plain decimal notation. */
  readonly amount: string;
  /** Whether it was not known yet when the mapping was confirmed; false without one. */
  readonly isNew: boolean;
}

/** How far back the newest statement is looked for. */
const MONTHS = 13;

/**
 * The Web Connector's connection; null without credentials.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function webConnectorStatus(scope: Scope): Promise<WebConnectorStatus | null> {
  return read(scope, 'metrics:read', (reader) => readWebConnectorStatus(reader, scope.organization.id));
}

/** As `webConnectorStatus`, within a read or a write. */
export async function readWebConnectorStatus(
  reader: Reader,
  organizationId: number,
): Promise<WebConnectorStatus | null> {
  const connection = await readBooksConnection(reader, organizationId);
  if (!connection) return null;
  const session = await newestWebConnectorSession(reader, organizationId);
  const { userName, paused, company, closingDate } = connection;
  const lastSession = { lastSessionAt: session?.startedAt ?? null, lastError: session?.lastError ?? null };
  return { userName, paused, company: company?.name ?? null, closingDate, ...lastSession };
}

const NOT_CONNECTED = {
  ...{ userName: null, paused: false, company: null, closingDate: null },
  ...{ lastSessionAt: null, lastError: null },
};

/** @throws UnauthenticatedError, ForbiddenError */
export function booksStatus(scope: Scope): Promise<BooksStatus> {
  const { id, timeZone } = scope.organization;
  return read(scope, 'metrics:read', async (reader) => {
    const connector = await readWebConnectorStatus(reader, id);
    const online = await readOnlineStatus(reader, id, scope.at);
    const stored = await readMappings(reader, id);
    const running = monthAt(scope.at, timeZone);
    const months = monthRange(addMonths(running, 1 - MONTHS), running);
    const newest = (await readNewestStatements(reader, id, months)).findLast(({ lines }) => lines.length > 0);
    const mapping = newest ? mappingFor(confirmedMappings(stored), newest.month) : null;
    const chart = mapping ? await readChart(reader, id) : [];
    return {
      connected: connector !== null || online !== null,
      ...(connector ?? NOT_CONNECTED),
      company: connector?.company ?? online?.company ?? null,
      online,
      mapping: mappingState(stored),
      unmapped: unmappedAccounts(newest?.lines ?? [], mapping, chart),
    };
  });
}

function unmappedAccounts(
  lines: readonly StatementLine[],
  mapping: ConfirmedMapping | null,
  chart: readonly KnownAccount[],
): UnmappedAccount[] {
  const named = mapping && namedFor(mapping, lines, chart);
  const added = new Set(mapping && named ? newAccounts(lines, named, mapping.known) : []);
  const mapped = named && metricsOf(lines, named);
  const leftOut = new Set(mapped && 'values' in mapped ? mapped.inNoMetric : []);
  return lines
    .filter((line) => (mapping ? added.has(line) || leftOut.has(line) : !line.amount.isZero()))
    .map((line) => {
      const { account, section, amount } = line;
      return { account, section, amount: amount.toFixed(), isNew: added.has(line) };
    });
}

/** The way in from QuickBooks Online. */
export interface OnlineWay {
  /** Whether this server is set up for it. */
  readonly isAvailable: boolean;
  /** Null where none is connected. */
  readonly company: OnlineStatus | null;
}

/** @throws UnauthenticatedError, ForbiddenError */
export function onlineWay(scope: Scope, config: OnlineConfig): Promise<OnlineWay> {
  return read(scope, 'metrics:read', async (reader) => ({
    isAvailable: whyOnlineIsOff(config) === null,
    company: await readOnlineStatus(reader, scope.organization.id, scope.at),
  }));
}

/** The QuickBooks Online company; null where none is connected. Within a read or a write. */
export async function readOnlineStatus(reader: Reader, organizationId: number, at: Date): Promise<OnlineStatus | null> {
  const online = await readBooksOnline(reader, organizationId);
  return online && onlineStatus(online, at);
}

function onlineStatus(online: BooksOnline, at: Date): OnlineStatus {
  const { companyName: company, realmId, connectedBy, readAt: lastReadAt } = online;
  return { company, realmId, connectedBy, lastReadAt, ...consentState(online, at) };
}
