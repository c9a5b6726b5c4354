import { VendorError } from './vendor-error.ts';

/** An access token, with its lifetime in seconds. */
export interface FetchedToken {
  readonly value: string;
  readonly lifetimeSeconds: number;
}

/** The access token of one client; requests at the same time share its renewal. */
export interface TokenCache {
  /** The cached token, or a new one when there is none or it is about to expire. */
  current(signal: AbortSignal): Promise<string>;
  /** Evicts a rejected token, unless it has already been replaced. */
  discard(refused: string): void;
}

/** A token is renewed this long before it expires, or after half its lifetime if that is later. */
const RENEW_BEFORE_EXPIRY_MS = 60_000;

export function createTokenCache(
  fetch: (signal: AbortSignal) => Promise<FetchedToken>,
  now: () => Date = () => new Date(),
): TokenCache {
  let cached: { readonly value: string; readonly renewAt: number } | null = null;
  let pending: Promise<string> | null = null;
  const renew = async (signal: AbortSignal): Promise<string> => {
    const askedAt = now().getTime();
    const { value, lifetimeSeconds } = await fetch(signal);
    const lifetimeMs = lifetimeSeconds * 1_000;
    cached = { value, renewAt: askedAt + Math.max(lifetimeMs - RENEW_BEFORE_EXPIRY_MS, lifetimeMs / 2) };
    return value;
  };
  const current = async (signal: AbortSignal): Promise<string> => {
    if (cached !== null && now().getTime() < cached.renewAt) return cached.value;
    const isOwn = pending === null;
    pending ??= renew(signal).finally(() => {
      pending = null;
    });
    try {
      return await pending;
    } catch (error) {
      // The renewal was stopped together with another read; retry it for this one.
      if (!isOwn && error instanceof VendorError && error.kind === 'stopped') return current(signal);
      throw error;
    }
  };
  return {
    current,
    discard: (refused) => {
      if (cached?.value === refused) cached = null;
    },
  };
}
