import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvironmentFile } from '#src/cli/environment-file.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { runQbr } from '../kit/program.ts';

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const LITTLE = Buffer.from([0xff, 0xfe]);
const BIG = Buffer.from([0xfe, 0xff]);

function fileOf(content: string | Buffer): string {
  const path = join(emptyDirectory(), '.env');
  writeFileSync(path, content);
  return path;
}

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

describe('a .env file', () => {
  const TEXT = 'QBR_ORGANIZATION_NAME=Ünï €\r\nQBR_TIMEZONE=Europe/Berlin\r\n';

  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a byte order mark', Buffer.concat([BOM, Buffer.from(TEXT)])],
    ['UTF-16 LE', Buffer.concat([LITTLE, utf16(TEXT)])],
    ['UTF-16 BE', Buffer.concat([BIG, utf16(TEXT).swap16()])],
  ])('is read as %s, its first variable included', (_, content) => {
    expect(readEnvironmentFile(fileOf(content))).toEqual({
      values: { QBR_ORGANIZATION_NAME: 'Ünï €', QBR_TIMEZONE: 'Europe/Berlin' },
      doubtful: [],
    });
  });

  it.each([
    ['UTF-16 without a mark', utf16(TEXT), /\.env contains NUL bytes/],
    ['half a character', Buffer.concat([LITTLE, utf16(TEXT), Buffer.from('x')]), /\.env is UTF-16 with an incomplete/],
    [
      'Latin-1 in a value',
      Buffer.from('NINJA_CLIENT_SECRET=hünter2', 'latin1'),
      /not UTF-8 text in NINJA_CLIENT_SECRET/,
    ],
  ])('is refused by name as %s', (_, content, message) => {
    expect(() => readEnvironmentFile(fileOf(content))).toThrow(message);
  });

  it('ends the program with 3 where it cannot be read, without what is in it', async () => {
    const path = fileOf(utf16('NINJA_CLIENT_SECRET=hunter2'));
    const ended = await runQbr(['status'], {}, join(path, '..'));
    expect(ended).toMatchObject({
      status: 3,
      stdout: '',
      stderr: expect.stringMatching(/^qbr: \.env contains NUL bytes/),
    });
    expect(ended.stderr).not.toContain('hunter2');
  });

  it.each([
    ['inside', 'KEY=abc#def', 'abc#def', ['KEY']],
    ['first', 'KEY=#def', '#def', ['KEY']],
    ['after a blank', 'KEY=Acme #1 # a note', 'Acme #1', ['KEY']],
    ['last', 'export KEY = abc#', 'abc#', ['KEY']],
    ['in double quotes', 'KEY="abc#def" # a note', 'abc#def', []],
    ['in single quotes, over lines', "KEY='abc\nX=#def'", 'abc\nX=#def', []],
    ['in backquotes', 'KEY=`abc#def`', 'abc#def', []],
    ['as a comment', 'KEY=abc # a note', 'abc', []],
    ['as a comment after nothing', 'KEY= # a note', '', []],
    ['in a value that a later one replaces', 'KEY=a#b\nKEY=c', 'c', []],
    ['in a line that is a comment', '# OTHER=a#b\nKEY=abc', 'abc', []],
  ])('keeps a value whole with a # %s', (_, text, value, doubtful) => {
    expect(readEnvironmentFile(fileOf(text))).toEqual({ values: { KEY: value }, doubtful });
  });

  it('warns of a # by the variable, never by its value, and not where the environment sets it', async () => {
    const path = fileOf('NINJA_CLIENT_SECRET=hunter2#hunter3\nNINJA_CLIENT_ID=id#entity\n');
    const ended = await runQbr(['doctor'], { NINJA_CLIENT_ID: 'id' }, join(path, '..'));
    const warnings = ended.stderr.split('\n').filter((line) => line.startsWith('qbr: .env'));
    expect(warnings).toEqual([expect.stringContaining('the value of NINJA_CLIENT_SECRET contains a #')]);
    expect(ended.stdout + ended.stderr).not.toMatch(/hunter/);
    expect(ended).toMatchObject({ status: 3, stdout: expect.stringContaining('NINJA_BASE_URL is not set') });
  });
});
