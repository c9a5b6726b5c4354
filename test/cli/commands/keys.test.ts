import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshPostgresql } from '../../kit/databases.ts';
import { environmentFor, runQbr } from '../../kit/program.ts';

describe('qbr keys', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => {
    fresh = await freshPostgresql();
  });
  afterAll(() => fresh.remove());
  const qbr = (...args: string[]) => runQbr(['keys', ...args], environmentFor({ connection: fresh.connection }));

  it('makes a key, prints it alone on stdout, lists and revokes it', async () => {
    const made = await qbr('create', '--name', 'Dashboard', '--role', 'viewer', '--expires', '2099-12-31');
    expect(made).toMatchObject({ status: 0 });
    expect(made.stdout).toMatch(/^qbr_[0-9a-z]{8}_[\w-]{43}\n$/);
    expect(made.stderr).toContain('API key 1 (Dashboard), viewer, until 2100-01-01 00:00.');
    const listed = await qbr('list');
    expect(listed.stdout).toMatch(new RegExp(`1  Dashboard +${made.stdout.slice(0, 12)}… +viewer .*valid`));
    expect(listed.stdout).not.toContain(made.stdout.slice(13, 30));
    expect(await qbr('revoke', '1')).toMatchObject({ status: 0, stdout: 'API key 1 (Dashboard) is revoked.\n' });
    const [key] = JSON.parse((await qbr('list', '--json')).stdout) as { revokedAt: string }[];
    expect(key).toMatchObject({ name: 'Dashboard', role: 'viewer', revokedAt: expect.any(String) });
    expect(JSON.stringify(key)).not.toMatch(/secret|hash/i);
  });

  it.each([
    [['create', '--name', 'x', '--role', 'owner'], '--role must be viewer, editor, admin, not "owner"'],
    [
      ['create', '--name', 'x', '--role', 'viewer', '--expires', '2025-13-01'],
      'A date must be YYYY-MM-DD, such as 2027-06-30',
    ],
    [['create', '--name', 'x', '--role', 'viewer', '--expires', '2020-01-01'], 'must be in the future'],
    [['create', '--role', 'viewer'], "required option '--name <name>' not specified"],
    [['revoke', '99'], 'There is no API key 99'],
    [['revoke', 'Dashboard'], 'An id is a whole number'],
  ])('%j exits 3 and says why', async (args, message) => {
    const ended = await qbr(...args);
    expect(ended).toMatchObject({ status: 3, stdout: '' });
    expect(ended.stderr).toContain(message);
  });
});
