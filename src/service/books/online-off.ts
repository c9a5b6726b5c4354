/** The configuration of QuickBooks Online. */
export interface OnlineConfig {
  readonly quickbooksOnline: {
    readonly clientId: string;
    readonly clientSecret: string;
    /** `production`, `sandbox`, or the address of a stand-in on this machine. */
    readonly environment: string;
  } | null;
  /** The installation's keys, which seal secrets in the database, newest first; each 32 bytes in base64. */
  readonly secretKeys: readonly string[];
}

/** Why QuickBooks Online is off on this server, in a sentence; null where it is on. */
export function whyOnlineIsOff({ quickbooksOnline, secretKeys }: OnlineConfig): string | null {
  if (!quickbooksOnline) {
    return 'QuickBooks Online is not set up: set QBO_CLIENT_ID, QBO_CLIENT_SECRET and QBO_ENVIRONMENT.';
  }
  if (secretKeys.length > 0) return null;
  return 'QuickBooks Online is off, because its consent must be sealed: set QBR_SECRET_KEY or QBR_SECRET_KEY_FILE to a key made by `openssl rand -base64 32`.';
}
