import { MAX_NAME_CHARACTERS } from './limits.ts';

/** The last part of a path without what PostgreSQL cannot store, and not too long: the name that is kept of a file. */
export function fileNameOf(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const storable = name.replace(/[\p{Cc}\p{Surrogate}]/gu, '').trim();
  return [...storable].slice(0, MAX_NAME_CHARACTERS).join('') || 'without a name';
}
