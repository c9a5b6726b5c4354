import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { hashPassword, newPassword } from '#src/auth/password.ts';
import { qwcFile } from '#src/collect/quickbooks-desktop/qwc-file.ts';
import { InvalidParameterError, InvalidValueError, NotFoundError } from '#src/core/errors.ts';
import { isLoopbackHost } from '#src/core/loopback.ts';
import { createInputProblems } from '#src/service/problems.ts';
import { type Scope, write } from '#src/service/scope.ts';
import { readBooksConnection, saveCredentials, updateBooksConnection } from '#src/store/books-connections.ts';
import { readWebConnectorStatus, type WebConnectorStatus } from './status.ts';

/** How a Web Connector is to connect. */
export interface ConnectInput {
  /** `qbr-books` by default. */
  readonly userName?: string | null | undefined;
  /** The address of this program as the Web Connector's machine sees it, without a slash at its end. */
  readonly publicUrl: string;
}

/** What a person gives the Web Connector. */
export interface BooksCredentials {
  readonly userName: string;
  /** Not stored; cannot be shown again. */
  readonly password: string;
  /** The text of the `.qwc` file. */
  readonly qwc: string;
}

const DEFAULT_USER_NAME = 'qbr-books';
/** What a person types into a Windows dialog, and an XML file and a log show unchanged. */
const USER_NAME = /^[\w.@-]{1,80}$/;
/** One for this program, in every company file that it reads: QuickBooks stores what belongs to it under this id. */
const OWNER_ID = '5f0a7c1e-6f0e-4b52-9d0c-2b6d1f4e8a37';

/**
 * Creates credentials for the Web Connector and the `.qwc` file. With a connection there already, only user name and password
 * change: the ids stay, since QuickBooks knows the company file by them (QBWC1039).
 * @throws UnauthenticatedError, ForbiddenError; InvalidValueError for a user name, InvalidParameterError for an address that
 *   the Web Connector does not accept
 */
export async function connectBooks(scope: Scope, { userName, publicUrl }: ConnectInput): Promise<BooksCredentials> {
  const problems = createInputProblems(scope.faults);
  const name = problems.try(() => checkUserName(userName ?? DEFAULT_USER_NAME));
  const address = problems.try(() => connectorAddress(publicUrl));
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  return write(scope, { permission: 'books:manage', problems }, async (tx) => {
    const checked = problems.complete({ name, address });
    const before = await readBooksConnection(tx, scope.organization.id);
    const { ownerId, fileId } = before ?? { ownerId: OWNER_ID, fileId: randomUUID() };
    const created = { createdAt: scope.at, createdBy: scope.actor };
    await saveCredentials(tx, scope.organization.id, {
      ...{ userName: checked.name, passwordHash, ownerId, fileId },
      ...created,
    });
    const appUrl = `${checked.address}/qbwc`;
    const urls = { appUrl, supportUrl: appUrl };
    const qwc = qwcFile({ appName: 'qbr-server', ...urls, userName: checked.name, ownerId, fileId });
    const detail = { userName: checked.name, before: before?.userName ?? null, address: checked.address };
    return { result: { userName: checked.name, password, qwc }, audit: [{ action: 'books.connected', detail }] };
  });
}

/**
 * Pauses or resumes the reading of the books; a paused Web Connector is told that there is nothing to do.
 * @throws UnauthenticatedError, ForbiddenError; NotFoundError without a connection
 */
export function pauseBooks(scope: Scope, paused: boolean): Promise<WebConnectorStatus> {
  return write(scope, { permission: 'books:manage' }, async (tx) => {
    const before = await readWebConnectorStatus(tx, scope.organization.id);
    if (!before) throw new NotFoundError('There is no connection to QuickBooks: qbr books connect makes one');
    if (before.paused === paused) return { result: before, audit: [] };
    await updateBooksConnection(tx, scope.organization.id, { paused });
    const action = paused ? 'books.paused' : 'books.resumed';
    return { result: { ...before, paused }, audit: [{ action, detail: {} }] };
  });
}

function checkUserName(name: string): string {
  if (USER_NAME.test(name)) return name;
  const message = 'A user name must have 1 to 80 letters, digits or any of . _ @ -';
  throw new InvalidValueError(message, { field: 'userName' });
}

/** The address of this program for the Web Connector, which accepts no IP address: the loopback address goes by its name. */
export function webConnectorUrl({
  publicUrl,
  port,
}: {
  readonly publicUrl: string | null;
  readonly port: number;
}): string {
  return publicUrl ?? `http://localhost:${port}`;
}

/** The Web Connector demands https, but for its own machine, and a host name in place of an address (QBWC1001). */
function connectorAddress(publicUrl: string): string {
  const url = new URL(publicUrl);
  if (isLoopbackHost(url.hostname)) {
    url.hostname = 'localhost';
  } else if (isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) {
    throw unacceptable('The Web Connector accepts no IP address: set QBR_PUBLIC_URL to a host name');
  } else if (url.protocol !== 'https:') {
    throw unacceptable('The Web Connector demands https: set QBR_PUBLIC_URL to an https URL');
  }
  return url.href.replace(/\/$/, '');
}

function unacceptable(message: string): InvalidParameterError {
  return new InvalidParameterError(message, { field: 'publicUrl' });
}
