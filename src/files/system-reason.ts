import { getSystemErrorMap } from 'node:util';

/** Why the system could not read or write a file, in words: `no such file or directory (ENOENT)`. */
export function systemReason(error: unknown): string {
  const { errno, code } = error as NodeJS.ErrnoException;
  const [, words] = (errno !== undefined && getSystemErrorMap().get(errno)) || [];
  return words ? `${words} (${code})` : (code ?? 'unknown error');
}
