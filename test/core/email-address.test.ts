import { describe, expect, it } from 'vitest';
import { isEmailAddress } from '#src/core/email-address.ts';

describe('an e-mail address', () => {
  it.each([
    ['ann@example.com', true],
    ['ann.o’hara+qbr@mail.example.co.uk', true],
    [`${'a'.repeat(88)}@example.com`, true],
    [`${'a'.repeat(89)}@example.com`, false],
    ['', false],
    ['ann', false],
    ['ann@example', false],
    ['@example.com', false],
    ['ann@bob@example.com', false],
    ['ann @example.com', false],
    ['<ann@example.com>', false],
    ['"ann"@example.com', false],
  ])('%s: %s', (text, isOne) => {
    expect(isEmailAddress(text)).toBe(isOne);
  });
});
