import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Where a sealed secret is stored; it can be opened as no other one. */
export interface SecretPlace {
  readonly organizationId: number;
  /** Table and column: `qbr_books_online.refresh_token`. */
  readonly column: string;
}

/** Seals secrets for the database with the installation's key (`QBR_SECRET_KEY`). */
export interface SecretSealer {
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
const KEY_ID_CHARACTERS = 8;
const FORMAT = /^v1\.([\w-]{8})\.([\w-]{16})\.([\w-]{22,})$/;

/**
 * AES-256-GCM with a random nonce. Version, key and place are authenticated, so that a sealed text works in its own row and
 * column only.
 * @param key 32 bytes in base64
 */
export function createSecretSealer(key: string): SecretSealer {
  const bytes = Buffer.from(key, 'base64');
  const keyId = idOf(bytes);
  return {
    seal(secret, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, bytes, nonce).setAAD(contextOf(keyId, place));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return ['v1', keyId, nonce.toString('base64url'), text.toString('base64url')].join('.');
    },
    open(sealed, place) {
      const [, sealedWith, nonce = '', text = ''] = FORMAT.exec(sealed) ?? [];
      if (sealedWith === undefined) throw changed(place);
      if (sealedWith !== keyId) throw otherKey(place, { sealedWith, keyId });
      const all = Buffer.from(text, 'base64url');
      const decipher = createDecipheriv(CIPHER, bytes, Buffer.from(nonce, 'base64url'), { authTagLength: TAG_BYTES });
      decipher.setAAD(contextOf(keyId, place)).setAuthTag(all.subarray(-TAG_BYTES));
      try {
        return decipher.update(all.subarray(0, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw changed(place);
      }
    },
  };
}

/** Names a key without revealing it. */
function idOf(key: Buffer): string {
  return createHash('sha256').update('qbr secret key').update(key).digest('base64url').slice(0, KEY_ID_CHARACTERS);
}

function contextOf(keyId: string, { organizationId, column }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify(['qbr', 'v1', keyId, organizationId, column]));
}

function otherKey({ column }: SecretPlace, { sealedWith, keyId }: { sealedWith: string; keyId: string }) {
  const message = `${column} was sealed with the key ${sealedWith}, but QBR_SECRET_KEY is the key ${keyId}. Set the former key, or connect again.`;
  return new SealedSecretError('other key', message);
}

function changed({ column }: SecretPlace): SealedSecretError {
  const message = `${column} cannot be opened: it was changed, or sealed for another row. Connect again.`;
  return new SealedSecretError('changed', message);
}
