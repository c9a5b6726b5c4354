import type { ConfiguredUsers } from '#src/core/role.ts';
import type { Database } from '#src/store/engine/database.ts';
import type { Refusals } from './refusals.ts';

/** The credentials of a request. */
export interface Credentials {
  /** The API key as sent, not yet checked; null for none. */
  readonly apiKey: string | null;
  /** The content of the session cookie; null for none. */
  readonly sessionSecret: string | null;
  /** The client's IP address, for the audit trail. */
  readonly address: string | null;
}

/** What authentication works with. */
export interface AuthenticatorSettings {
  readonly database: Database;
  readonly clock: () => Date;
  readonly users: ConfiguredUsers;
  readonly refusals: Refusals;
}
