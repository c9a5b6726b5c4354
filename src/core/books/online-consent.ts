/** How a consent to read QuickBooks Online stands. */
export interface ConsentState {
  /** `ended`: nothing can be read before a new consent; `ending`: it ends within two weeks. */
  readonly state: 'good' | 'ending' | 'ended';
  /** When it ended, or ends if nothing is read in between. */
  readonly endsAt: Date;
}

export interface StoredConsent {
  readonly consentedAt: Date;
  /** When the refresh token expires if it is not used. */
  readonly refreshTokenExpiresAt: Date;
  /** When Intuit said that the consent has ended; null while it has not. */
  readonly endedAt: Date | null;
}

const WARN_BEFORE_MS = 14 * 24 * 3_600_000;
/** Intuit ends a consent then, however often it is used. */
const YEARS = 5;

/** The state of a consent: it ends when it is not used for 100 days (the refresh token says when), and after five years. */
export function consentState({ consentedAt, refreshTokenExpiresAt, endedAt }: StoredConsent, at: Date): ConsentState {
  if (endedAt) return { state: 'ended', endsAt: endedAt };
  const last = new Date(consentedAt);
  last.setUTCFullYear(last.getUTCFullYear() + YEARS);
  const endsAt = refreshTokenExpiresAt < last ? refreshTokenExpiresAt : last;
  if (endsAt <= at) return { state: 'ended', endsAt };
  return { state: endsAt.getTime() - at.getTime() <= WARN_BEFORE_MS ? 'ending' : 'good', endsAt };
}
