import type { OnlineConfig } from '#src/service/books/online-off.ts';

/** What the environment says of settings that an organization may have of its own. */
export interface InstallationConfig extends Pick<OnlineConfig, 'secretKeys'> {
  /** IANA name. */
  readonly timeZone: string;
  readonly connectwise: {
    readonly server: string;
    readonly companyId: string;
    readonly publicKey: string;
    readonly privateKey: string;
    readonly clientId: string;
  } | null;
  readonly ninjaone: { readonly baseUrl: string; readonly clientId: string; readonly clientSecret: string } | null;
  /** What counts as a reactive ticket. */
  readonly reactive: { readonly boards: readonly string[]; readonly closedStatuses: readonly string[] };
  readonly internalOrganizations: readonly string[];
  readonly books: { readonly basis: 'accrual' | 'cash' };
  readonly collection: { readonly enabledByDefault: boolean; readonly cron: string; readonly monthsToCollect: number };
  /** Who of organization 1 is notified by e-mail; null without a mail server. */
  readonly notify: { readonly mail: { readonly to: readonly string[] } | null };
  /** Names of the variables that the environment sets. */
  readonly environment: readonly string[];
  /** In `local` mode everybody who may change a setting is on this machine. */
  readonly auth: { readonly mode: 'local' | 'required' };
}
