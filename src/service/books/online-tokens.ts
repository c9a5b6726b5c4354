import { SealedSecretError } from '#src/auth/sealed-secret.ts';
import { createRetries, SYSTEM_TIMER } from '#src/collect/http-retry.ts';
import { QUICKBOOKS_ONLINE } from '#src/collect/quickbooks-online/api.ts';
import { ConsentEndedError, type IntuitTokens } from '#src/collect/quickbooks-online/oauth.ts';
import { createTokenCache, type TokenCache } from '#src/collect/token-cache.ts';
import { VendorError, VendorHttpError } from '#src/collect/vendor-error.ts';
import { type BooksOnline, type RefreshTokenUse, useRefreshToken } from '#src/store/books-online.ts';
import { type OnlineParts, refreshTokenPlace } from './online-settings.ts';

/**
 * The access tokens of one reading. Each is fetched by a use of the stored refresh token, which stores the next one
 * (`useRefreshToken`).
 */
export function onlineTokens(parts: OnlineParts): TokenCache {
  return createTokenCache(async (signal) => {
    const { accessToken, accessTokenLifetime } = await retrying(parts, signal, () => useOnce(parts, signal));
    return { value: accessToken, lifetimeSeconds: accessTokenLifetime };
  }, parts.settings.clock);
}

/** What is stored for a use of the refresh token. */
export function storedUse(
  { sealer, settings: { organizationId } }: OnlineParts,
  { refreshToken, refreshTokenLifetime }: IntuitTokens,
  at: Date,
): Extract<RefreshTokenUse, { refreshToken: string }> {
  return {
    refreshToken: sealer.seal(refreshToken, refreshTokenPlace(organizationId)),
    refreshTokenExpiresAt: new Date(at.getTime() + refreshTokenLifetime * 1_000),
  };
}

/** @throws VendorError where there is no consent, or its token cannot be opened */
export function openRefreshToken(
  { sealer, settings: { organizationId } }: OnlineParts,
  online: Pick<BooksOnline, 'refreshToken'> | null,
): string {
  if (!online) throw new VendorError(QUICKBOOKS_ONLINE, 'credentials', 'no company is connected');
  if (online.refreshToken === null) throw consentEnded();
  try {
    return sealer.open(online.refreshToken, refreshTokenPlace(organizationId));
  } catch (error) {
    if (error instanceof SealedSecretError) throw new VendorError(QUICKBOOKS_ONLINE, 'credentials', error.message);
    throw error;
  }
}

function consentEnded(cause?: unknown): ConsentEndedError {
  const message = 'the consent has expired or was withdrawn. An admin must connect QuickBooks Online again';
  return new ConsentEndedError(message, cause);
}

/** The end of a consent is stored too, so that the transaction must not fail by it. */
async function useOnce(parts: OnlineParts, signal: AbortSignal): Promise<IntuitTokens> {
  const { settings, oauth } = parts;
  const { database, organizationId, clock } = settings;
  const used = await useRefreshToken<IntuitTokens | ConsentEndedError>(database, organizationId, async (online) => {
    const token = openRefreshToken(parts, online);
    try {
      const tokens = await oauth.refresh(token, signal);
      return { stored: storedUse(parts, tokens, clock()), result: tokens };
    } catch (error) {
      if (!(error instanceof ConsentEndedError)) throw error;
      return { stored: { endedAt: clock() }, result: error };
    }
  });
  if (!(used instanceof ConsentEndedError)) return used;
  settings.logger.warn({ err: used }, 'The consent to read QuickBooks Online has ended');
  throw consentEnded(used);
}

/** Each try is a transaction of its own, so that no lock is held while waiting. */
async function retrying<T>(
  { settings: { api = {} } }: OnlineParts,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const { timer = SYSTEM_TIMER } = api;
  const retries = createRetries(api, timer);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof VendorError) || !error.isTransient || signal.aborted) throw error;
      const answer = error instanceof VendorHttpError ? { status: error.status, headers: error.headers } : {};
      const next = retries.after({ kind: error.kind, reason: error.message, retry: true, ...answer });
      if ('giveUp' in next) throw error;
      await timer.wait(Math.max(next.waitMs, next.askedMs ?? 0), signal);
    }
  }
}
