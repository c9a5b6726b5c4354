import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Where a sealed secret is stored; it can be opened as no other one. */
export interface SecretPlace {
  readonly organizationId: number;
  /** Table and column, or table and name: `qbr_books_online.refresh_token`. */
  readonly column: string;
}

/** Seals secrets for the database with the newest of some keys, and opens what any of them has sealed. */
export interface SecretSealer {
  /** Names the newest key without revealing it. */
  readonly keyId: string;
  /** Of all its keys, newest first. */
  readonly keyIds: readonly string[];
  /** `v1.KEY.NONCE.TEXT`, base64url; another text each time. */
  seal(secret: string, place: SecretPlace): string;
  /** @throws SealedSecretError if it was sealed with another key or for another place, or was changed */
  open(sealed: string, place: SecretPlace): string;
}

/** A sealed secret cannot be opened. The message says why, for the log and for admins. */
export class SealedSecretError extends Error {
  readonly reason: 'other key' | 'changed';

  constructor(reason: SealedSecretError['reason'], message: string) {
    super(message);
    this.name = 'SealedSecretError';
    this.reason = reason;
  }
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const KEY_ID_CHARACTERS = 8;
const FORMAT = /^v1\.([\w-]{8})\.([\w-]{16})\.([\w-]{22,})$/;

/**
 * AES-256-GCM with a random nonce. Version, key and place are authenticated, so that a sealed text works in its own row and
 * column only.
 * @param keys each 32 bytes in base64, newest first
 */
export function createSecretSealer(keys: readonly string[]): SecretSealer {
  const known = new Map(keys.map((key) => Buffer.from(key, 'base64')).map((bytes) => [idOf(bytes), bytes]));
  const keyIds = [...known.keys()];
  const [newest] = known;
  if (!newest) throw new Error('There is no key to seal with');
  const [keyId, key] = newest;
  return {
    keyId,
    keyIds,
    seal(secret, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(contextOf(keyId, place));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return ['v1', keyId, nonce.toString('base64url'), text.toString('base64url')].join('.');
    },
    open(sealed, place) {
      const [, sealedWith, nonce = '', text = ''] = FORMAT.exec(sealed) ?? [];
      if (sealedWith === undefined) throw changed(place);
      const bytes = known.get(sealedWith);
      if (!bytes) throw otherKey(place, { sealedWith, keyIds });
      const all = Buffer.from(text, 'base64url');
      const decipher = createDecipheriv(CIPHER, bytes, Buffer.from(nonce, 'base64url'), { authTagLength: TAG_BYTES });
      decipher.setAAD(contextOf(sealedWith, place)).setAuthTag(all.subarray(-TAG_BYTES));
      try {
        return decipher.update(all.subarray(0, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw changed(place);
      }
    },
  };
}

/** The id of the key that a secret was sealed with; null for a text that is no sealed secret. */
export function keyIdOf(sealed: string): string | null {
  return FORMAT.exec(sealed)?.[1] ?? null;
}

/** A random key, as `createSecretSealer` takes it. */
export function newSecretKey(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

/** Names a key without revealing it. */
function idOf(key: Buffer): string {
  return createHash('sha256').update('qbr secret key').update(key).digest('base64url').slice(0, KEY_ID_CHARACTERS);
}

function contextOf(keyId: string, { organizationId, column }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify(['qbr', 'v1', keyId, organizationId, column]));
}

function otherKey(
  { column }: SecretPlace,
  { sealedWith, keyIds }: { readonly sealedWith: string; readonly keyIds: readonly string[] },
) {
  const has = keyIds.length === 1 ? `the key ${keyIds[0]}` : `the keys ${keyIds.join(', ')}`;
  const message = `${column} was sealed with the key ${sealedWith}, but QBR_SECRET_KEY is ${has}. Add the former key behind the newest one; only if it is lost, enter the secret or connect again.`;
  return new SealedSecretError('other key', message);
}

function changed({ column }: SecretPlace): SealedSecretError {
  const message = `${column} cannot be opened: it was changed, or sealed for another row. Enter the secret or connect again.`;
  return new SealedSecretError('changed', message);
}
