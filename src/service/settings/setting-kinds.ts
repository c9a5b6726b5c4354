import { Cron } from 'croner';
import { conditionNames } from '#src/collect/connectwise/map.ts';
import { isEmailAddress } from '#src/core/email-address.ts';
import { InvalidValueError, QbrError } from '#src/core/errors.ts';

/** What a setting's value is. */
export const SETTING_KINDS = [
  'text',
  'secret',
  'address',
  'whole number',
  'choice',
  'names',
  'cron',
  'time zone',
  'yes or no',
] as const;
export type SettingKind = (typeof SETTING_KINDS)[number];

/** A kind of value: how it is read from its text, which is that of its environment variable. */
export interface ValueKind<T> {
  readonly kind: SettingKind;
  /** What is accepted, as the end of "… must be". */
  readonly accepted: string;
  /** For `choice`. */
  readonly choices?: readonly string[];
  /** @throws InvalidValueError that says what is accepted, and never repeats the text */
  parse(text: string): T;
}

const MAX_TEXT = 255;
const MAX_SECRET = 2_000;
const MAX_NAMES = 100;
const MAX_ADDRESSES = 20;
/** NUL, line breaks and the like have no place in a name, an address or a key. */
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}]/u;

function kindOf<T>(kind: SettingKind, accepted: string, parse: (text: string) => T | null): ValueKind<T> {
  return {
    kind,
    accepted,
    parse(text) {
      const value = parse(text);
      if (value === null) throw new InvalidValueError(`must be ${accepted}`);
      return value;
    },
  };
}

function printable(text: string, maxCharacters: number): string | null {
  const trimmed = text.trim();
  return trimmed === '' || trimmed.length > maxCharacters || UNPRINTABLE.test(trimmed) ? null : trimmed;
}

export const TEXT = kindOf('text', `a text of at most ${MAX_TEXT} characters in one line`, (text) =>
  printable(text, MAX_TEXT),
);

/** Spaces and line breaks around it are left out: they come with copying. */
export const SECRET = kindOf('secret', `a text of at most ${MAX_SECRET} characters in one line`, (text) =>
  printable(text, MAX_SECRET),
);

/** @param check throws an expected error for an address that cannot be used */
export function address(accepted: string, check: (text: string) => string): ValueKind<string> {
  return kindOf('address', accepted, (text) => {
    const trimmed = printable(text, MAX_TEXT);
    return trimmed !== null && isAccepted(() => check(trimmed)) ? trimmed : null;
  });
}

export function wholeNumber(min: number, max: number): ValueKind<number> {
  return kindOf('whole number', `a whole number from ${min} to ${max}`, (text) => {
    const number = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
    return number >= min && number <= max ? number : null;
  });
}

export function choice<const Choice extends string>(choices: readonly Choice[]): ValueKind<Choice> {
  const words = choices.join(' or ');
  return { ...kindOf('choice', words, (text) => choices.find((each) => each === text.trim()) ?? null), choices };
}

export const YES_OR_NO = kindOf('yes or no', 'true or false', (text) =>
  ['true', 'false'].includes(text.trim()) ? text.trim() === 'true' : null,
);

export const CRON = kindOf('cron', 'a five-field cron pattern with a next run', (text) => {
  const pattern = printable(text, MAX_TEXT);
  return pattern !== null && isAccepted(() => new Cron(pattern, { paused: true, mode: '5-part' }).nextRun()?.getTime())
    ? pattern
    : null;
});

export const TIME_ZONE = kindOf('time zone', 'an IANA time zone, such as America/Chicago', (text) => {
  const zone = printable(text, MAX_TEXT);
  return zone !== null && isAccepted(() => new Intl.DateTimeFormat('en', { timeZone: zone })) ? zone : null;
});

/** Names of a vendor's things, which match exactly. */
export const NAMES = kindOf('names', `a JSON array of at most ${MAX_NAMES} names`, namesOf);

/** At least one name that can stand in a ConnectWise condition. */
export const CONDITION_NAMES = kindOf(
  'names',
  `a JSON array of 1 to ${MAX_NAMES} names, without backslashes and without both kinds of quotes in one`,
  (text) => {
    const names = namesOf(text);
    return names !== null && isAccepted(() => conditionNames(names, 'names')) ? names : null;
  },
);

/** E-mail addresses; as a variable has them, with commas between them, or as names. None are accepted too. */
export const EMAIL_ADDRESSES = kindOf(
  'names',
  `a JSON array of at most ${MAX_ADDRESSES} e-mail addresses, or these with commas between them`,
  (text) => {
    const list = text.trim().startsWith('[') ? text : JSON.stringify(text.split(',').map((each) => each.trim()));
    const addresses = namesOf(list);
    return addresses && addresses.length <= MAX_ADDRESSES && addresses.every(isEmailAddress) ? addresses : null;
  },
);

function namesOf(text: string): readonly string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value) || value.length > MAX_NAMES) return null;
    const names = value.map((name) => (typeof name === 'string' ? printable(name, MAX_TEXT) : null));
    const known = names.filter((name) => name !== null);
    return known.length === names.length && new Set(known).size === known.length ? known : null;
  } catch {
    return null;
  }
}

/** Whether a check gives something and throws no error of an input. */
function isAccepted(check: () => unknown): boolean {
  try {
    const result = check();
    return result !== undefined && result !== null;
  } catch (error) {
    if (error instanceof QbrError || error instanceof TypeError || error instanceof RangeError) return false;
    // Croner throws errors of no class of its own for a pattern that it does not understand.
    if (error instanceof Error && error.message.startsWith('CronPattern')) return false;
    throw error;
  }
}
