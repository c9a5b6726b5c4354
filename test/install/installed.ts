import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '#src/package-root.ts';
import { emptyDirectory } from '../kit/directories.ts';
import type { Installation } from '../kit/program.ts';
import { textsOf } from './containerfile.ts';

export const NOBODY = 65_534;
/** The user of the tests below: another one where this one may be anybody. */
export const UNPRIVILEGED = process.getuid?.() === 0 ? { user: NOBODY } : {};

/** What a build needs to find that it is up to date, and what is packed. */
const TREE = [
  ...['src', 'bench', 'ops', 'test/kit', 'prisma', 'dist', 'assets', 'docs', '.env.example', 'codegen.ts'],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'vite.config.ts'],
  ...['README.md', 'LICENSE', 'CHANGELOG.md', 'schema.graphql', 'openapi.json'],
];

/** The program as `npm pack` and `npm install` bring it. */
export interface Installed extends Installation {
  readonly archive: string;
  /** The folder that it was installed in, which nobody may write. */
  readonly folder: string;
  /** `node_modules/qbr-server` in it. */
  readonly package: string;
}

/** A directory of a test's own that the unprivileged user may write. */
export function writableDirectory(): string {
  const directory = emptyDirectory();
  chmodSync(directory, 0o777);
  return directory;
}

let installed: Installed | undefined;

/** Packs and installs once in a process, by the commands of the Containerfile, without a registry. */
export function installProgram(): Installed {
  installed ??= install(pack(copyOfTree()));
  return installed;
}

/** A copy of the built tree with the packages that run, and a file that an earlier build left. */
function copyOfTree(): string {
  const copy = writableDirectory();
  for (const path of [...TREE, ...packagesThatRun()]) {
    mkdirSync(join(copy, dirname(path)), { recursive: true });
    cpSync(join(packageRoot(), path), join(copy, path), { recursive: true });
  }
  writeFileSync(join(copy, 'dist/program/stale-0123abcd.js'), '');
  return copy;
}

/** The folders of the dependencies and all that they depend on, as `npm ci --omit=dev` installs them. */
export function packagesThatRun(): string[] {
  const { packages } = JSON.parse(readFileSync(join(packageRoot(), 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>>;
  };
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path]) => path);
}

/** Runs what the Containerfile's stage for building runs, after `npm ci`. @returns the archive's path */
function pack(tree: string): string {
  const archives = join(writableDirectory(), 'archive');
  runStage('build', { directory: tree, archives, isDone: (command) => command.startsWith('npm ci ') });
  return join(archives, readdirSync(archives)[0] ?? '');
}

/** Runs what the Containerfile's stage for installing runs, as an unprivileged user. */
function install(archive: string): Installed {
  const folder = writableDirectory();
  runStage('install', { directory: folder, archives: dirname(archive), ...UNPRIVILEGED });
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((each) => join(folder, each))) {
    chmodSync(path, statSync(path).mode & 0o555);
  }
  chmodSync(folder, 0o555);
  const main = join(folder, 'node_modules/.bin/qbr');
  return { archive, folder, package: join(folder, 'node_modules/qbr-server'), main, ...UNPRIVILEGED };
}

interface StageOptions {
  /** Stands for the stage's working directory. */
  readonly directory: string;
  /** Stands for `/archive`. */
  readonly archives: string;
  readonly user?: number;
  readonly isDone?: (command: string) => boolean;
}

/** Runs the commands of a stage with an empty home, so that npm has no cache. */
function runStage(stage: string, { directory, archives, user, isDone = () => false }: StageOptions): void {
  const home = writableDirectory();
  for (const command of textsOf(stage, 'RUN').filter((each) => !isDone(each))) {
    const { status, stdout, stderr, error } = spawnSync('sh', ['-c', command.replaceAll('/archive', archives)], {
      cwd: directory,
      env: { PATH: process.env['PATH'], HOME: home, npm_config_cache: join(home, 'cache'), CI: 'true' },
      encoding: 'utf8',
      ...(user !== undefined && { uid: user, gid: user }),
    });
    if (status !== 0) throw new Error(`${command}: ${error ?? ''}${stdout}${stderr}`);
  }
}
