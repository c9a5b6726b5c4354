import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '#src/config/config.ts';
import { fileVariable, SECRET_VARIABLES, secretsOf, withSecretFiles } from '#src/config/secrets.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { problemsOf } from './problems.ts';

const DIRECTORY = emptyDirectory();

function file(name: string, content: string | Buffer): string {
  const path = join(DIRECTORY, name);
  writeFileSync(path, content);
  return path;
}

describe.each(SECRET_VARIABLES)('%s', (name) => {
  const variable = fileVariable(name);

  it.each([
    ['as it is', 'hunter2-very-secret', 'hunter2-very-secret'],
    ['without the line end of an editor', 'hunter2-very-secret\n', 'hunter2-very-secret'],
    ['without those of Windows', 'hunter2-very-secret\r\n\r\n', 'hunter2-very-secret'],
    ['without a byte order mark', '\uFEFFhunter2-very-secret\n', 'hunter2-very-secret'],
    ['of UTF-16', Buffer.from('\uFEFFhunter2-very-secret\r\n', 'utf16le'), 'hunter2-very-secret'],
    ['of UTF-16 BE', Buffer.from('\uFEFFhunter2-very-secret', 'utf16le').swap16(), 'hunter2-very-secret'],
    ['with the # in it', 'hunter2#very #secret\n', 'hunter2#very #secret'],
    ['with the blanks that are part of it', ' hunter2 \n', ' hunter2 '],
  ])('is taken from a file %s', (_, content, secret) => {
    const problems: string[] = [];
    expect(withSecretFiles({ [variable]: file(name, content) }, problems)[name]).toBe(secret);
    expect(problems).toEqual([]);
  });

  it('is not taken from two places', () => {
    const both = { [name]: 'hunter2-very-secret', [variable]: file(name, 'hunter3-very-secret') };
    const problems = problemsOf(both);
    expect(problems).toContain(`${name} and ${variable} are both set; set one of them`);
    expect(problems.join()).not.toContain('very-secret');
  });

  it.each([
    ['UTF-16 without a mark', Buffer.from('hunter2-very-secret', 'utf16le'), 'contains NUL bytes'],
    ['Latin-1', Buffer.from('hünter2-very-secret', 'latin1'), 'is not UTF-8 text'],
  ])('is refused by name from a file of %s', (_, content, said) => {
    const problems = problemsOf({ [variable]: file(name, content) });
    expect(problems).toContainEqual(expect.stringMatching(new RegExp(`^${variable} names .*, which ${said}`)));
    expect(problems.join()).not.toContain('very-secret');
  });

  it('must have a file that can be read and holds something', () => {
    const missing = join(DIRECTORY, 'missing');
    const directory = join(DIRECTORY, 'directory');
    mkdirSync(directory, { recursive: true });
    const empty = file('empty', '\n');
    expect(problemsOf({ [variable]: missing })).toContain(
      `${variable} names ${missing}, which cannot be read (ENOENT)`,
    );
    expect(problemsOf({ [variable]: directory })).toContain(
      `${variable} names ${directory}, which cannot be read (EISDIR)`,
    );
    expect(problemsOf({ [variable]: empty })).toContain(`${variable} names ${empty}, which is empty`);
  });

  it('is never repeated where it is wrong', () => {
    const wrong = { [variable]: file(name, 'hunter2-very-secret\u0000'.repeat(20)) };
    expect(problemsOf(wrong).join()).not.toContain('hunter2');
  });

  it('is among the secrets that are redacted, from either place', () => {
    expect(secretsOf({ [name]: 'hunter2' })).toEqual(['hunter2']);
    expect(secretsOf({ [variable]: file(name, 'hunter2\n') })).toEqual(['hunter2']);
  });
});

describe('the configuration', () => {
  it('has the secrets of files in their places', () => {
    const url = 'postgresql://qbr:p%40ss-word@db.example.com/qbr';
    const { database, ninjaone, secrets } = parseConfig({
      DATABASE_URL_FILE: file('url', `${url}\n`),
      NINJA_BASE_URL: 'https://app.ninjarmm.com',
      NINJA_CLIENT_ID_FILE: file('id', 'the-id\n'),
      NINJA_CLIENT_SECRET_FILE: file('secret', 'the-secret\n'),
    });
    expect(database).toEqual({ kind: 'postgresql', url });
    expect(ninjaone).toMatchObject({ clientId: 'the-id', clientSecret: 'the-secret' });
    expect(secrets).toEqual([url, 'the-id', 'the-secret', 'p%40ss-word', 'p@ss-word']);
  });

  it('knows the password of libpq, and none in an address without one', () => {
    expect(secretsOf({ PGPASSWORD: 'hunter2' })).toEqual(['hunter2']);
    expect(secretsOf({ DATABASE_URL: 'postgresql://qbr@db/qbr' })).toEqual(['postgresql://qbr@db/qbr']);
    expect(secretsOf({ DATABASE_URL: 'postgresql://qbr:50%@db/qbr' })).toContain('50%');
    expect(secretsOf({})).toEqual([]);
  });
});
