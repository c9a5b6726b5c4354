import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#src/package-root.ts';
import { emptyDirectory } from '../kit/directories.ts';

/** An invented version after this one. */
export const LATER_VERSION = '9.9.0';

/**
 * A copy of the built program that is a later version and has more migrations than this one.
 * @param migrations SQL by name, which must come after every other name
 * @returns the path of its entry
 */
export function laterProgram(migrations: Readonly<Record<string, string>>): string {
  const [root, copy] = [packageRoot(), emptyDirectory()];
  const isNoMap = (path: string) => !path.endsWith('.map');
  cpSync(join(root, 'dist/program'), join(copy, 'dist/program'), { recursive: true, filter: isNoMap });
  cpSync(join(root, 'prisma'), join(copy, 'prisma'), { recursive: true });
  for (const folder of ['node_modules', 'dist/dashboard']) symlinkSync(join(root, folder), join(copy, folder));
  const description = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...description, version: LATER_VERSION }));
  for (const [name, sql] of Object.entries(migrations)) {
    const folder = join(copy, 'prisma/migrations', name);
    mkdirSync(folder);
    writeFileSync(join(folder, 'migration.sql'), sql);
  }
  return join(copy, 'dist/program/main.js');
}
