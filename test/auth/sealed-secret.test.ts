import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecretSealer, keyIdOf, newSecretKey, SealedSecretError } from '#src/auth/sealed-secret.ts';

const PLACE = { organizationId: 1, column: 'qbr_books_online.refresh_token' };
const keys = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const places = fc.record({ organizationId: fc.integer({ min: 1, max: 1_000 }), column: fc.string({ maxLength: 30 }) });
const secrets = fc.string({ unit: 'binary', maxLength: 300 });

/** Why a sealed secret could not be opened. */
function refusal(open: () => string): SealedSecretError {
  try {
    open();
  } catch (error) {
    if (error instanceof SealedSecretError) return error;
    throw error;
  }
  throw new Error('It was opened');
}

describe('a sealed secret', () => {
  it('is opened in its place with its key', () => {
    fc.assert(
      fc.property(keys, places, secrets, (key, place, secret) => {
        const sealed = createSecretSealer([key]).seal(secret, place);
        expect(createSecretSealer([key]).open(sealed, place)).toBe(secret);
      }),
    );
  });

  it('is opened in no other place', () => {
    fc.assert(
      fc.property(keys, places, places, secrets, (key, place, other, secret) => {
        fc.pre(place.organizationId !== other.organizationId || place.column !== other.column);
        const sealer = createSecretSealer([key]);
        expect(refusal(() => sealer.open(sealer.seal(secret, place), other)).reason).toBe('changed');
      }),
    );
  });

  it('is not opened after any change of a character', () => {
    const sealer = createSecretSealer([randomBytes(32).toString('base64')]);
    const sealed = sealer.seal('the refresh token', PLACE);
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.constantFrom(...'AZaz09-_.'), (index, character) => {
        fc.pre(sealed[index] !== character);
        const changed = sealed.slice(0, index) + character + sealed.slice(index + 1);
        // The last character of a base64 text may have bits that mean nothing.
        fc.pre(!isSameBytes(changed, sealed));
        expect(() => sealer.open(changed, PLACE)).toThrow(SealedSecretError);
      }),
    );
  });

  it.each(['', 'v1', 'the refresh token itself', 'v2.AAAAAAAA.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA'])(
    'is not %j',
    (text) => {
      const sealer = createSecretSealer([randomBytes(32).toString('base64')]);
      expect(refusal(() => sealer.open(text, PLACE)).reason).toBe('changed');
    },
  );

  it('tells a wrong key from a changed text, and names both keys without showing them', () => {
    const [key, other] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
    const sealed = createSecretSealer([key]).seal('the refresh token', PLACE);
    expect(keyIdOf(sealed)).toBe(createSecretSealer([key]).keyId);
    const { reason, message } = refusal(() => createSecretSealer([other]).open(sealed, PLACE));
    expect(reason).toBe('other key');
    expect(message).toMatch(/^qbr_books_online\.refresh_token was sealed with the key [\w-]{8}, but QBR_SECRET_KEY is/);
    for (const secret of [key, other, 'the refresh token']) expect(message).not.toContain(secret);
  });

  it('is opened by any of several keys, and sealed with the newest', () => {
    const [older, newer] = [newSecretKey(), newSecretKey()];
    const both = createSecretSealer([newer, older]);
    expect(both.open(createSecretSealer([older]).seal('the refresh token', PLACE), PLACE)).toBe('the refresh token');
    expect(createSecretSealer([newer]).open(both.seal('the refresh token', PLACE), PLACE)).toBe('the refresh token');
    expect(both.keyIds).toEqual([newer, older].map((key) => createSecretSealer([key]).keyId));
  });

  it('is another text each time, and does not contain what it seals', () => {
    const sealer = createSecretSealer([randomBytes(32).toString('base64')]);
    const texts = Array.from({ length: 50 }, () => sealer.seal('the refresh token', PLACE));
    expect(new Set(texts).size).toBe(50);
    expect(texts.join()).not.toContain(Buffer.from('the refresh token').toString('base64url'));
  });
});

function isSameBytes(one: string, other: string): boolean {
  const bytes = (text: string) =>
    text
      .split('.')
      .map((part, index) => (index < 2 ? part : Buffer.from(part, 'base64url').toString('hex')))
      .join('.');
  return bytes(one) === bytes(other);
}
