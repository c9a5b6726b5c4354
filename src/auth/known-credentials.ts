import type { Database } from '#src/store/engine/database.ts';
import type { Viewer } from './viewer.ts';

/** What is known of a credential that was accepted. */
export interface KnownCredential {
  readonly viewer: Viewer;
  /** Null where it lasts until it is revoked. */
  readonly expiresAt: Date | null;
}

/** Accepted credentials by their hash, so that a request need not ask the database who it is from. */
export interface KnownCredentials {
  get(hash: string): KnownCredential | undefined;
  /** Call before the database is asked; what it gives keeps the answer, unless anything has changed meanwhile. */
  begin(): (hash: string, known: KnownCredential) => void;
}

const MOST_KNOWN = 1_000;

/**
 * Keeps accepted credentials for as long as nothing changes: a revocation ends them at once where this program did it,
 * and as soon as PostgreSQL has told of it where another one did (migration `access`).
 */
export function createKnownCredentials({ changes }: Pick<Database, 'changes'>): KnownCredentials {
  let known = new Map<string, KnownCredential>();
  changes.subscribe(() => {
    known = new Map();
  });
  return {
    get: (hash) => known.get(hash),
    begin() {
      const begun = known;
      const isKept = changes.isReliable();
      return (hash, credential) => {
        // Whatever changed since then has put another map in the place of `begun`.
        if (isKept && begun.size < MOST_KNOWN) begun.set(hash, credential);
      };
    },
  };
}
