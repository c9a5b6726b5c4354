import type { ChangeCache } from '#src/store/engine/change-cache.ts';
import type { Database } from '#src/store/engine/database.ts';
import type { Viewer } from './viewer.ts';

/** A cached credential. */
export interface KnownCredential {
  readonly viewer: Viewer;
  /** Null if it does not expire. */
  readonly expiresAt: Date | null;
}

/** A cache of accepted credentials, keyed by their hash. */
export type KnownCredentials = Pick<ChangeCache<KnownCredential>, 'get' | 'begin'>;

/** Bytes of a credential with its viewer, approximately. */
const CREDENTIAL_BYTES = 1_000;

/**
 * Caches accepted credentials until people, sessions or API keys change: immediately for a revocation by this process, and upon
 * PostgreSQL's notification for one by another process (migration `changes_by_organization`).
 */
export function createKnownCredentials(database: Pick<Database, 'createCache'>): KnownCredentials {
  return database.createCache({
    name: 'credentials',
    sizeOf: () => CREDENTIAL_BYTES,
    isTouched: (_known, { kind }) => kind !== 'organization',
  });
}
