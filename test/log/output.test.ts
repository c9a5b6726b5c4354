import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLogger } from '#src/log/log.ts';
import { descriptorOutput, fileOutput } from '#src/log/output.ts';
import { emptyDirectory } from '../kit/directories.ts';

const LINE = '{"msg":"line"}\n';

function open(path: string) {
  const told: string[] = [];
  return { told, file: fileOutput(path, (problem) => told.push(problem)) };
}

/** Paths that no log can be written to, with the error's code. */
const UNWRITABLE: readonly (readonly [string, () => string, RegExp])[] = [
  ['a folder', emptyDirectory, /EISDIR/],
  ['a path through a file', () => pathThroughFile(), /ENOTDIR/],
  ['a full disk', () => '/dev/full', /ENOSPC/],
  ['a folder under /proc', () => '/proc/qbr/log/file', /ENOENT/],
];

function pathThroughFile(): string {
  const path = join(emptyDirectory(), 'file');
  writeFileSync(path, '');
  return join(path, 'log');
}

describe.runIf(process.platform === 'linux')('a log that cannot be written', () => {
  it.each(UNWRITABLE)('to %s is told once and throws nothing', (_, path, code) => {
    const { told, file } = open(path());
    for (let count = 0; count < 3; count += 1) file.write(LINE);
    file.reopen();
    expect(told).toEqual([expect.stringMatching(code)]);
  });

  it('is no error of the logger at any level, nor one of a descriptor that is closed', () => {
    const told: string[] = [];
    const reportLoss = (problem: string) => told.push(problem);
    const logger = createLogger({ level: 'trace', file: '/dev/full', stream: 'none', secrets: [], reportLoss });
    for (const level of ['trace', 'info', 'error', 'fatal'] as const) logger[level]('line');
    descriptorOutput(9_999, 'stdout', reportLoss).write(LINE);
    expect(told).toEqual([expect.stringContaining('ENOSPC'), expect.stringMatching(/stdout \(EBADF\)/)]);
  });
});

describe('a log file', () => {
  it('goes on as soon as it can be written, and says how many lines are missing', () => {
    const path = join(emptyDirectory(), 'log');
    mkdirSync(path);
    const { file } = open(path);
    file.write(LINE);
    file.write(LINE);
    rmdirSync(path);
    file.write(LINE);
    file.write(LINE);
    const lines = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([expect.objectContaining({ level: 40, lost: 2 }), { msg: 'line' }, { msg: 'line' }]);
  });

  it('is made with its folders', () => {
    const path = join(emptyDirectory(), 'a/b/c/log');
    open(path).file.write(LINE);
    expect(readFileSync(path, 'utf8')).toBe(LINE);
  });

  it('is opened anew after a rotation, with the mode of the rotated one', () => {
    const path = join(emptyDirectory(), 'log');
    const { told, file } = open(path);
    file.write(LINE);
    chmodSync(path, 0o600);
    renameSync(path, `${path}.1`);
    file.write(LINE);
    expect(existsSync(path)).toBe(false);
    file.reopen();
    file.write(LINE);
    expect(readFileSync(`${path}.1`, 'utf8')).toBe(LINE + LINE);
    expect(readFileSync(path, 'utf8')).toBe(LINE);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(told).toEqual([]);
  });

  it('that cannot be opened anew goes on in the one that is open, and it is told', () => {
    const path = join(emptyDirectory(), 'log');
    const { told, file } = open(path);
    renameSync(path, `${path}.1`);
    mkdirSync(path);
    file.reopen();
    file.write(LINE);
    expect(readFileSync(`${path}.1`, 'utf8')).toBe(LINE);
    expect(told).toEqual([expect.stringMatching(/cannot be reopened \(EISDIR\)/)]);
  });
});
