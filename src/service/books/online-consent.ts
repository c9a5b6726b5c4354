import { hashSecret, isSameHash, newSecret } from '#src/auth/secret.ts';
import { ConsentEndedError } from '#src/collect/quickbooks-online/oauth.ts';
import { VendorError } from '#src/collect/vendor-error.ts';
import { NotFoundError } from '#src/core/errors.ts';
import { read, type Scope, write } from '#src/service/scope.ts';
import {
  consumeBooksAuthorization,
  deleteExpiredBooksAuthorizations,
  saveBooksAuthorization,
} from '#src/store/books-authorizations.ts';
import {
  type BooksOnline,
  deleteBooksOnline,
  lockBooksOnline,
  readBooksOnline,
  saveConsent,
} from '#src/store/books-online.ts';
import { BooksOnlineFailedError, ConsentRefusedError } from './online-errors.ts';
import { apiOf, type OnlineParts } from './online-settings.ts';
import { openRefreshToken, storedUse } from './online-tokens.ts';

/** An authorization that has begun: where the browser goes, and the cookie that it must send to the callback. */
export interface BegunAuthorization {
  readonly redirectTo: URL;
  readonly browserSecret: string;
  readonly expiresAt: Date;
}

/** Intuit's callback. */
export interface AuthorizationAnswer {
  /** The public URL of the callback, with Intuit's parameters. */
  readonly currentUrl: URL;
  /** The cookie; null for none. */
  readonly browserSecret: string | null;
}

/** Maximum time from the start of an authorization to its callback. */
const LASTS_MS = 10 * 60_000;
/** Time for what Intuit is asked beside a reading. */
const TIMEOUT_MS = 60_000;
const SECRET = /^[\w-]{43}$/;
const REALM_ID = /^\d{1,30}$/;

/** @throws UnauthenticatedError, ForbiddenError */
export async function beginAuthorization(
  { oauth }: OnlineParts,
  scope: Scope,
  { redirectUri, browserSecret: earlier }: { readonly redirectUri: string; readonly browserSecret: string | null },
): Promise<BegunAuthorization> {
  const { id: organizationId } = scope.organization;
  const state = await oauth.newState();
  const redirectTo = await oauth.authorizationUrl(state, redirectUri);
  const browserSecret = earlier !== null && SECRET.test(earlier) ? earlier : newSecret();
  const expiresAt = new Date(scope.at.getTime() + LASTS_MS);
  await write(scope, { permission: 'books:manage' }, async (tx) => {
    await deleteExpiredBooksAuthorizations(tx, organizationId, scope.at);
    const key = { organizationId, stateHash: hashSecret(state) };
    await saveBooksAuthorization(tx, key, { browserHash: hashSecret(browserSecret), expiresAt });
    return { result: undefined, audit: [] };
  });
  return { redirectTo, browserSecret, expiresAt };
}

/**
 * Stores the consent with which the browser came back.
 * @returns the company
 * @throws UnauthenticatedError, ForbiddenError; ConsentRefusedError; BooksOnlineFailedError
 */
export async function finishAuthorization(
  parts: OnlineParts,
  scope: Scope,
  answer: AuthorizationAnswer,
): Promise<Pick<BooksOnline, 'companyName' | 'realmId'>> {
  const state = answer.currentUrl.searchParams.get('state') ?? '';
  const realmId = answer.currentUrl.searchParams.get('realmId') ?? '';
  await takeOwn(scope, state, answer.browserSecret);
  const before = await read(scope, 'books:manage', (reader) => readBooksOnline(reader, scope.organization.id));
  // Before the code is used: the other company's consent is of no use then.
  if (REALM_ID.test(realmId)) refuseOtherCompany(before, realmId);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const tokens = await ofIntuit(() => parts.oauth.exchange(answer.currentUrl, state, signal));
  if (!REALM_ID.test(realmId)) throw new ConsentRefusedError('not_given', 'Intuit did not say which company it is.');
  try {
    // The number came through the browser; Intuit gives this company's name only to a token that is for it.
    const fixed = { current: async () => tokens.accessToken, discard: () => undefined };
    const { CompanyName: companyName } = await ofIntuit(() => apiOf(parts, realmId, fixed).companyInfo(signal));
    await storeConsent(scope, { realmId, companyName, ...storedUse(parts, tokens, scope.at) });
    return { companyName, realmId };
  } catch (error) {
    // Revoking ends every consent of the company for this app, so that an earlier one would end too.
    if (!before) await parts.oauth.revoke(tokens.refreshToken, signal).catch(() => undefined);
    throw error;
  }
}

function storeConsent(
  scope: Scope,
  consent: Pick<BooksOnline, 'realmId' | 'companyName' | 'refreshTokenExpiresAt'> & { readonly refreshToken: string },
): Promise<void> {
  const { realmId, companyName: company } = consent;
  return write(scope, { permission: 'books:manage' }, async (tx) => {
    const before = await lockBooksOnline(tx, scope.organization.id);
    refuseOtherCompany(before, realmId);
    const by = { consentedAt: scope.at, connectedBy: scope.actor };
    await saveConsent(tx, scope.organization.id, { ...consent, ...by });
    const detail = { company, realmId, isRenewed: before !== null };
    return { result: undefined, audit: [{ action: 'books.online_connected', detail }] };
  });
}

/** An authorization works once, in the browser that began it, for ten minutes. */
async function takeOwn(scope: Scope, state: string, browserSecret: string | null): Promise<void> {
  const authorization = await write(scope, { permission: 'books:manage' }, async (tx) => {
    const key = { organizationId: scope.organization.id, stateHash: hashSecret(state) };
    return { result: await consumeBooksAuthorization(tx, key), audit: [] };
  });
  const isOwn = authorization !== null && isSameHash(authorization.browserHash, hashSecret(browserSecret ?? ''));
  if (isOwn && authorization.expiresAt > scope.at) return;
  const message = 'This connection was already made, has expired, or was started in another browser. Connect again.';
  throw new ConsentRefusedError('unknown_authorization', message);
}

function refuseOtherCompany(before: BooksOnline | null, realmId: string): void {
  if (!before || before.realmId === realmId) return;
  const message = `This server reads the books of ${before.companyName} (company ${before.realmId}), but consent was given for company ${realmId}. Choose ${before.companyName}, or disconnect it first.`;
  throw new ConsentRefusedError('other_company', message);
}

/** What Intuit refuses is the person's answer; everything else is an outage or the setup. */
async function ofIntuit<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConsentEndedError) {
      throw new ConsentRefusedError('not_given', 'Intuit did not confirm the consent. Connect again.');
    }
    if (error instanceof VendorError) throw new BooksOnlineFailedError(`${error.message}.`, error);
    throw error;
  }
}

/**
 * Ends the consent here, and at Intuit if that can be reached. Stored statements stay.
 * @returns whether Intuit has ended it too
 * @throws UnauthenticatedError, ForbiddenError; NotFoundError without a company
 */
export async function disconnectOnline(parts: OnlineParts, scope: Scope): Promise<{ readonly isRevoked: boolean }> {
  const { logger } = parts.settings;
  const before = await write(scope, { permission: 'books:manage' }, async (tx) => {
    const online = await lockBooksOnline(tx, scope.organization.id);
    if (!online) throw new NotFoundError('No QuickBooks Online company is connected');
    await deleteBooksOnline(tx, scope.organization.id);
    const detail = { company: online.companyName, realmId: online.realmId };
    return { result: online, audit: [{ action: 'books.online_disconnected', detail }] };
  });
  try {
    await parts.oauth.revoke(openRefreshToken(parts, before), AbortSignal.timeout(TIMEOUT_MS));
    return { isRevoked: true };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    logger.warn({ err: error }, 'The consent to read QuickBooks Online could not be ended at Intuit');
    return { isRevoked: false };
  }
}
