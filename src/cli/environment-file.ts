import { existsSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { isMangled, readTextFile, TextEncodingError } from '#src/config/text-file.ts';
import { SetUpError } from './exit-status.ts';

/** A parsed `.env` file. */
export interface EnvironmentFile {
  readonly values: Readonly<Record<string, string>>;
  /** Variables with a `#` in an unquoted value, where other parsers would start a comment. */
  readonly doubtful: readonly string[];
}

/** An assignment: name, and value in quotes (possibly multi-line) or up to the line end. */
const ASSIGNMENT = /^[^\S\r\n]*(?:export[^\S\r\n]+)?([\w.-]+)[^\S\r\n]*=[^\S\r\n]*('[^']*'|"[^"]*"|`[^`]*`|[^\r\n]*)/gm;
/** A comment after a value: a `#` after a blank and before a blank, another `#` or the line end. */
const COMMENT = /(^|[^\S\r\n])#(?=\s|#|$).*$/;

/**
 * Reads a `.env` file; null if it does not exist. Follows Node's rules, except that a `#` inside a value is part of it, because
 * truncating a password would go unnoticed.
 * @throws SetUpError with the file, and the variable if only one is affected
 */
export function readEnvironmentFile(path: string): EnvironmentFile | null {
  if (!existsSync(path)) return null;
  const text = readText(path);
  const whole = wholeValues(text);
  const values = { ...(parseEnv(text) as Record<string, string>), ...Object.fromEntries(whole) };
  const mangled = Object.keys(values).filter((name) => isMangled(values[name] ?? ''));
  if (mangled.length > 0) {
    throw new SetUpError(`${path} is not UTF-8 text in ${mangled.join(', ')}. Save it as UTF-8.`);
  }
  return { values, doubtful: [...whole.keys()] };
}

/** Unquoted values that contain a `#`; the last assignment of a variable wins. */
function wholeValues(text: string): Map<string, string> {
  const whole = new Map<string, string>();
  for (const [, name = '', raw = ''] of text.matchAll(ASSIGNMENT)) {
    const value = raw.replace(COMMENT, '').trim();
    if (/^['"`]/.test(raw) || !value.includes('#')) whole.delete(name);
    else whole.set(name, value);
  }
  return whole;
}

function readText(path: string): string {
  try {
    return readTextFile(path);
  } catch (error) {
    throw new SetUpError(
      error instanceof TextEncodingError
        ? `${path} ${error.message}. Save it as UTF-8.`
        : `${path} cannot be read. Make it readable or remove it.`,
      { cause: error },
    );
  }
}
