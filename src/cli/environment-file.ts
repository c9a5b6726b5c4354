import { existsSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { isMangled, readTextFile, TextEncodingError } from '#src/config/text-file.ts';
import { SetUpError } from './exit-status.ts';

/** What a `.env` sets, by name. */
export interface EnvironmentFile {
  readonly values: Readonly<Record<string, string>>;
  /** Variables with a `#` inside a value without quotes, which other readers of such files would cut there. */
  readonly doubtful: readonly string[];
}

/** An assignment: its name, and its value in quotes (over several lines perhaps) or to the line's end. */
const ASSIGNMENT = /^[^\S\r\n]*(?:export[^\S\r\n]+)?([\w.-]+)[^\S\r\n]*=[^\S\r\n]*('[^']*'|"[^"]*"|`[^`]*`|[^\r\n]*)/gm;
/** What ends a value: a `#` that stands alone, with a blank before it. */
const COMMENT = /(^|[^\S\r\n])#(?=\s|#|$).*$/;

/**
 * Reads a `.env` file; null where there is none. Node's rules, but that a `#` within a value belongs to it: cutting a
 * password there would go unnoticed.
 * @throws SetUpError naming the file, and the variable where one is concerned
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

/** The values without quotes that hold a `#`; of a variable that is set twice the last one counts. */
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
        : `${path} cannot be read. Make it readable, or move it away.`,
      { cause: error },
    );
  }
}
