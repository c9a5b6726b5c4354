/** The configuration of QuickBooks Online. */
export interface OnlineConfig {
  readonly quickbooksOnline: {
    readonly clientId: string;
    readonly clientSecret: string;
    /** `production`, `sandbox`, or the address of a stand-in on this machine. */
    readonly environment: string;
  } | null;
  /** The installation's key, which seals secrets in the database; 32 bytes in base64; null for none. */
  readonly secretKey: string | null;
}

/** Why QuickBooks Online is off on this server, in a sentence; null where it is on. */
export function whyOnlineIsOff({ quickbooksOnline, secretKey }: OnlineConfig): string | null {
  if (!quickbooksOnline) {
    return 'QuickBooks Online is not set up: set QBO_CLIENT_ID, QBO_CLIENT_SECRET and QBO_ENVIRONMENT.';
  }
  if (secretKey !== null) return null;
  return 'QuickBooks Online is off, because its consent must be sealed: set QBR_SECRET_KEY or QBR_SECRET_KEY_FILE to a key made by `openssl rand -base64 32`.';
}
