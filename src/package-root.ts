import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The directory of this package's package.json, found by walking up from this file: the code runs as `src/…` under
 * vitest and as `dist/src/…` once built, and finds its migrations and static files either way.
 */
export function packageRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let directory = start; ; directory = dirname(directory)) {
    if (isPackageRoot(directory)) return directory;
    if (directory === dirname(directory)) throw new Error(`No package.json of qbr-server above ${start}`);
  }
}

/** This program's version, such as `0.1.0`. */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** Which program this is. */
export interface ProgramBuild {
  /** Such as `0.1.0`. */
  readonly version: string;
  /**
   * The git commit that it was built from, with a `+` if files had been changed; `unknown` where the build had neither history nor
   * `QBR_COMMIT`.
   */
  readonly commit: string;
}

/** The version of this program, and the commit that the build has written beside it (`ops/build/build.mjs`). */
export function programBuild(): ProgramBuild {
  const file = fileURLToPath(new URL('build.json', import.meta.url));
  const { commit } = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { commit: string | null }) : {};
  return { version: programVersion(), commit: commit ?? 'unknown' };
}

/** A build in one line: `0.1.0 (commit 1a2b3c4d5e6f)`. */
export function formatBuild({ version, commit }: ProgramBuild): string {
  const [, hash = '', changed = ''] = /^([0-9a-f]{12})[0-9a-f]*(\+?)$/.exec(commit) ?? [];
  return `${version} (commit ${hash ? `${hash}${changed}` : commit})`;
}

function isPackageRoot(directory: string): boolean {
  const file = join(directory, 'package.json');
  if (!existsSync(file)) return false;
  const { name } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string };
  return name === 'qbr-server';
}
