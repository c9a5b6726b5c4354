import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commitOf } from '../ops/build/commit.mjs';
import { emptyDirectory } from './kit/directories.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FILES = [
  ...['src', 'bench', 'ops', 'test/kit', 'prisma', 'dist', 'package.json', 'package-lock.json', 'codegen.ts'],
  ...['tsconfig.json', 'tsconfig.build.json', 'vite.config.ts', 'prisma.config.ts'],
];
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** A copy of the built tree, as `cp`, an archive or an image makes it: other times, in whole seconds. */
function copyOfTree(): string {
  const copy = emptyDirectory();
  chmodSync(copy, 0o755);
  for (const file of FILES) cpSync(join(ROOT, file), join(copy, file), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  for (const path of everythingIn(copy)) utimesSync(path, 1_700_000_000, 1_700_000_000);
  return copy;
}

function everythingIn(folder: string): string[] {
  const under = ['src', 'bench', 'ops', 'test', 'prisma', 'dist'].flatMap((name) =>
    readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, name, path)),
  );
  return [folder, ...under];
}

/** What a write would change: names, times and sizes. */
function stateOf(folder: string): string[] {
  return everythingIn(folder).map((path) => {
    const { mtimeMs, ctimeMs, size } = statSync(path);
    return `${path} ${mtimeMs} ${ctimeMs} ${size}`;
  });
}

function makeReadOnly(folder: string): void {
  for (const path of everythingIn(folder)) chmodSync(path, statSync(path).mode & 0o555);
}

/** `npm start`'s first half; as another user where this one may be anybody. */
function build(tree: string) {
  const asOther = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  return spawnSync(process.execPath, ['ops/build/build.mjs', '--if-needed'], {
    cwd: tree,
    encoding: 'utf8',
    ...asOther,
  });
}

describe('a start with an unchanged build', () => {
  it('builds and writes nothing, as another user on a read-only copy with other file times', () => {
    const tree = copyOfTree();
    makeReadOnly(tree);
    const before = stateOf(tree);
    expect(build(tree)).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(stateOf(tree)).toEqual(before);
  });

  it.each(['src/app.ts', 'test/kit/program.ts', 'src/web/index.html', 'tsconfig.build.json'])(
    'is not one where %s has changed, though not in size or time; who may not build is told',
    (file) => {
      const tree = copyOfTree();
      const path = join(tree, file);
      writeFileSync(path, readFileSync(path, 'utf8').replace(/e/, 'f'));
      utimesSync(path, 1_700_000_000, 1_700_000_000);
      const stamp = readFileSync(join(tree, 'dist/.stamp'), 'utf8');
      makeReadOnly(tree);
      const { status, stderr } = build(tree);
      if (isRoot) {
        expect(status).toBe(1);
        expect(stderr).toMatch(/^build: .*(npm run build|failed)/s);
        expect(stderr).not.toMatch(/^\s+at /m);
      }
      expect(readFileSync(join(tree, 'dist/.stamp'), 'utf8')).toBe(stamp);
    },
  );
});

describe('the commit of a build', () => {
  const environment = { PATH: process.env['PATH'] ?? '', HOME: emptyDirectory() };
  const git = (folder: string, ...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
      encoding: 'utf8',
      env: environment,
    }).trim();
  const checkout = emptyDirectory();
  git(checkout, 'init', '--quiet');
  writeFileSync(join(checkout, 'a.ts'), 'a');
  git(checkout, 'add', 'a.ts');
  git(checkout, 'commit', '--quiet', '--message', 'Add a');
  const hash = git(checkout, 'rev-parse', 'HEAD');

  it('is that of the checkout, whatever is set, and says whether its files were changed', () => {
    writeFileSync(join(checkout, 'a.ts'), 'a');
    writeFileSync(join(checkout, 'beside.ts'), 'not tracked');
    expect(commitOf(checkout, { ...environment, QBR_COMMIT: 'other' })).toBe(hash);
    writeFileSync(join(checkout, 'a.ts'), 'b');
    expect(commitOf(checkout, environment)).toBe(`${hash}+`);
  });

  it('is what is set for an archive, also one that was unpacked in a checkout, and else unknown', () => {
    const unpacked = join(checkout, 'unpacked');
    mkdirSync(unpacked, { recursive: true });
    for (const folder of [emptyDirectory(), unpacked]) {
      expect(commitOf(folder, { ...environment, QBR_COMMIT: hash })).toBe(hash);
      expect(commitOf(folder, environment)).toBeNull();
    }
  });
});
