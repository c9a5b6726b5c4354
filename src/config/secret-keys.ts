import { z } from 'zod';

const KEY_BYTES = 32;
/** More keys than an installation ever needs: those in use and those being replaced. */
const MOST_KEYS = 16;
const HOW_TO_MAKE = 'make one with `openssl rand -base64 32`';

/** The keys in a text, as it has them. */
export function splitSecretKeys(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

/** The bytes of a key: 64 hexadecimal digits, or 43 characters of base64 or base64url, with or without their padding; null otherwise. */
function bytesOf(key: string): Buffer | null {
  if (/^[\da-f]{64}$/i.test(key)) return Buffer.from(key, 'hex');
  if (!/^([A-Za-z0-9+/]{43}|[\w-]{43})=?$/.test(key)) return null;
  const bytes = Buffer.from(key, 'base64');
  return bytes.length === KEY_BYTES ? bytes : null;
}

/** Installation keys, newest first, each in base64. Problems name a key by its place, never by its text. */
export const secretKeys = z.string().transform((text, context): readonly string[] => {
  const keys: string[] = [];
  const refuse = (message: string): never => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  for (const [index, part] of splitSecretKeys(text).entries()) {
    const which = index === 0 && splitSecretKeys(text).length === 1 ? 'is' : `has as key ${index + 1} what is`;
    const bytes = bytesOf(part);
    if (bytes === null) return refuse(`${which} not 32 bytes in base64 or hexadecimal; ${HOW_TO_MAKE}`);
    const key = bytes.toString('base64');
    if (keys.includes(key)) return refuse(`has key ${keys.indexOf(key) + 1} again as key ${index + 1}`);
    keys.push(key);
  }
  if (keys.length === 0) return refuse(`has no key; ${HOW_TO_MAKE}`);
  if (keys.length > MOST_KEYS)
    return refuse(`has more than ${MOST_KEYS} keys; remove those that \`qbr secrets status\` does not name`);
  return keys;
});
