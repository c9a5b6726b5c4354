import type { ChangeCache } from '#src/store/engine/change-cache.ts';
import type { Database } from '#src/store/engine/database.ts';
import type { Viewer } from './viewer.ts';

/** What is known of a credential that was accepted. */
export interface KnownCredential {
  readonly viewer: Viewer;
  /** Null where it lasts until it is revoked. */
  readonly expiresAt: Date | null;
}

/** Accepted credentials by their hash, so that a request need not ask the database who it is from. */
export type KnownCredentials = Pick<ChangeCache<string, KnownCredential>, 'get' | 'begin'>;

const MAX_KNOWN = 1_000;

/**
 * Caches accepted credentials for as long as nothing changes: a revocation ends them at once where this program did it,
 * and as soon as PostgreSQL has told of it where another one did (migration `access`).
 */
export function createKnownCredentials(database: Pick<Database, 'createCache'>): KnownCredentials {
  return database.createCache({ max: MAX_KNOWN });
}
