import { describe, expect, it } from 'vitest';
import { identityOf } from '#src/auth/identity.ts';

const BASE = { iss: 'https://login.example.com', sub: 'subject', aud: 'qbr', iat: 0, exp: 1 };
const ONE = ['tenant-1'];
const TWO = ['tenant-1', 'tenant-2'];
const inTenant = { ...BASE, tid: 'tenant-1', oid: 'object' };
const emails = (claims: object, tenants: readonly string[] | null) =>
  identityOf({ ...BASE, ...claims } as never, tenants).emails;

describe('somebody', () => {
  it('is known by what is never given to another', () => {
    expect(identityOf(BASE, null)).toMatchObject({ issuer: BASE.iss, subject: 'subject' });
    expect(identityOf(inTenant, ONE)).toMatchObject({ subject: 'tenant-1/object' });
    expect(identityOf({ ...inTenant, tid: 'TENANT-1' }, ONE)).toMatchObject({ subject: 'tenant-1/object' });
  });

  it.each([{}, { tid: 'tenant-3' }, { tid: '' }, { tid: ['tenant-1'] }, { tid: null }])(
    'of no tenant that is allowed is refused: %j',
    (claims) => {
      expect(() => identityOf({ ...BASE, ...claims } as never, ONE)).toThrow(
        expect.objectContaining({ reason: 'wrong_tenant' }),
      );
    },
  );

  it.each([
    ['a verified address', { email: 'Ann@Example.com', email_verified: true }, null, ['ann@example.com']],
    ['no unverified one', { email: 'ann@example.com' }, null, []],
    ['no name that anybody may choose', { preferred_username: 'ann@example.com' }, null, []],
    ['what the own directory wrote', { ...inTenant, email: 'ann@example.com' }, ONE, ['ann@example.com']],
    [
      'the sign-in name first',
      { ...inTenant, preferred_username: 'a@example.com', email: 'b@example.com' },
      ONE,
      ['a@example.com', 'b@example.com'],
    ],
    ['no address that another tenant’s admin could write', { ...inTenant, email: 'ann@example.com' }, TWO, []],
    [
      'one whose domain is verified',
      { ...inTenant, email: 'ann@example.com', xms_edov: '1' },
      TWO,
      ['ann@example.com'],
    ],
    ['none whose domain is not', { ...inTenant, email: 'ann@example.com', xms_edov: '0' }, TWO, []],
    ['a sign-in name of a tenant', { ...inTenant, preferred_username: 'ann@example.com' }, TWO, ['ann@example.com']],
    ['no telephone number', { ...inTenant, preferred_username: '+1 555 0100' }, ONE, []],
    ['nothing that looks like two', { email: 'a@example.com <b@example.com>', email_verified: true }, null, []],
    ['nothing too long to keep', { email: `${'a'.repeat(100)}@example.com`, email_verified: true }, null, []],
  ])('is invited by %s', (_, claims, tenants, expected) => {
    expect(emails(claims, tenants)).toEqual(expected);
  });

  it.each([
    [['viewer', 'Admin', 'other'], 'admin'],
    [['EDITOR'], 'editor'],
    [['owner'], null],
    ['admin', null],
    [undefined, null],
    [[{ value: 'admin' }, 7], null],
  ])('has of the directory’s roles %j the highest that there is: %s', (roles, expected) => {
    expect(identityOf({ ...BASE, roles } as never, null).directoryRole).toBe(expected);
  });

  it('has no name with control characters in it', () => {
    expect(identityOf({ ...BASE, name: 'Ann\r\n\u0000 B.' }, null).name).toBe('Ann B.');
  });
});
