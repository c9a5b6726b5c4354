import fc from 'fast-check';
import { expect, it } from 'vitest';
import { safeReturnPath } from '#src/auth/return-path.ts';

const ORIGIN = 'https://qbr.example.com';

it.each(['/', '/sheet', '/graphql?query={viewer{name}}', '/trends#last', '/a%2F%2Fb', '/%2Fevil.example'])(
  'leads back to %s',
  (path) => {
    expect(new URL(safeReturnPath(path), ORIGIN).href).toBe(new URL(path, ORIGIN).href);
  },
);

it.each([
  null,
  '',
  'sheet',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\r\n/evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/.//evil.example',
  '/..//evil.example',
  '/x/..//evil.example',
  '/%2e//evil.example',
  '/auth/login',
  '/auth/callback?code=x',
  '/api/auth/logout',
  `/${'a'.repeat(2_000)}`,
])('leads to the first page instead of %j', (path) => {
  expect(safeReturnPath(path)).toBe('/');
});

it('never leads to another site, whatever is asked', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2e',
    '%2f',
    '%5c',
    'evil.example',
    '@',
    ':',
    '?',
    '#',
    '\t',
    '\n',
    ' ',
  );
  const path = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.oneof(path, fc.string(), fc.webUrl()), (wanted) => {
      const safe = safeReturnPath(wanted);
      expect(new URL(safe, ORIGIN).origin).toBe(ORIGIN);
      expect(safe).toMatch(/^\/(?![/\\])/);
    }),
  );
});
