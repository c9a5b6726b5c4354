import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Cost, block size and parallelism of scrypt: 16 MB and some 50 ms. */
const COST = { N: 16_384, r: 8, p: 1 } as const;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const PASSWORD_BYTES = 18;
const MAX_CHARACTERS = 200;
const FORMAT = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/;

/** 144 random bits as 24 base64url characters, for a password that a person types once. */
export function newPassword(): string {
  return randomBytes(PASSWORD_BYTES).toString('base64url');
}

/** The stored form of a password: `scrypt$N$r$p$salt$key`, base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST, KEY_BYTES);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/**
 * Whether a password is that of a stored hash. Takes as long for a user that does not exist.
 * @param stored null for an unknown user
 */
export async function isPasswordOf(password: string, stored: string | null): Promise<boolean> {
  const [, n, r, p, salt = '', key = ''] = FORMAT.exec(stored ?? '') ?? [];
  const isKnown = n !== undefined;
  const expected = isKnown ? Buffer.from(key, 'base64url') : Buffer.alloc(KEY_BYTES);
  const cost = isKnown ? { N: Number(n), r: Number(r), p: Number(p) } : COST;
  const bytes = isKnown ? Buffer.from(salt, 'base64url') : Buffer.alloc(SALT_BYTES);
  const actual = await derive(password.slice(0, MAX_CHARACTERS), bytes, cost, expected.length);
  return timingSafeEqual(actual, expected) && isKnown && password.length <= MAX_CHARACTERS;
}

type Cost = { readonly N: number; readonly r: number; readonly p: number };

function derive(password: string, salt: Buffer, cost: Cost, bytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, bytes, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
