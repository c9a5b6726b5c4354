import { randomInt } from 'node:crypto';
import type { StoredApiKey } from '#src/store/api-keys.ts';
import { hashSecret, newSecret } from './secret.ts';

const PREFIX_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const PREFIX_LENGTH = 8;
const KEY = /^(qbr_[0-9a-z]{8})_[\w-]{43}$/;

/** A new key: `qbr_`, eight visible characters that identify the key, `_`, and the secret. */
export function newApiKey(): { readonly key: string; readonly prefix: string; readonly secretHash: string } {
  const name = Array.from({ length: PREFIX_LENGTH }, () => PREFIX_CHARACTERS[randomInt(PREFIX_CHARACTERS.length)]);
  const prefix = `qbr_${name.join('')}`;
  const key = `${prefix}_${newSecret()}`;
  return { key, prefix, secretHash: hashSecret(key) };
}

/** The visible prefix of a key; null if the text is not a key. */
export function prefixOfApiKey(key: string): string | null {
  return KEY.exec(key)?.[1] ?? null;
}

/** Whether a key is accepted, and if not, why. */
export type ApiKeyState = 'valid' | 'expired' | 'revoked';

/** The state of a key at `now`. A revoked key is `revoked` whether it has expired or not. */
export function apiKeyState(
  { revokedAt, expiresAt }: Pick<StoredApiKey, 'revokedAt' | 'expiresAt'>,
  now: Date,
): ApiKeyState {
  if (revokedAt) return 'revoked';
  return expiresAt && expiresAt <= now ? 'expired' : 'valid';
}
