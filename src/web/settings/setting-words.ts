import type { Refusal } from '#src/web/client/use-refusable-change.ts';
import type { ShownSettingFragment } from '#src/web/gql/operations.ts';
import { formatDate } from '#src/web/values/format.ts';

export type Setting = ShownSettingFragment;

/** What is read and typed for a setting: a list has one name a line, and a secret, which is not read, is empty. */
export function shownText({ kind, value }: Pick<Setting, 'kind' | 'value'>): string {
  if (value === null) return '';
  return kind === 'NAMES' ? (JSON.parse(value) as string[]).join('\n') : value;
}

/** The value of a typed text, in the form of the setting's environment variable. */
export function typedValue(kind: Setting['kind'], text: string): string {
  if (kind !== 'NAMES') return text;
  const names = text.split('\n').map((name) => name.trim());
  return JSON.stringify(names.filter((name) => name !== ''));
}

/** Where a setting's value is from. */
export function originWords({ origin, isSet, variable, updatedAt, updatedBy }: Setting): string {
  if (origin === 'STORED') {
    const when = updatedAt === null ? '' : `, ${formatDate(updatedAt)}`;
    return updatedBy === null ? 'Set here' : `Set by ${updatedBy}${when}`;
  }
  if (origin === 'ENVIRONMENT') return `From the server’s environment${variable === null ? '' : ` (${variable})`}`;
  return isSet ? 'Default' : 'Not set';
}

/** A text of the server without the marks of code that documents have. */
export function withoutMarks(text: string): string {
  return text.replaceAll('`', '');
}

/** A text of the server with the settings as the page calls them: `Server must be …` for `connectwise.server must be …`. */
export function inWords(text: string, settings: readonly Pick<Setting, 'name' | 'label'>[]): string {
  return settings.reduce((words, { name, label }) => words.replaceAll(name, label), text);
}

/**
 * Errors of settings, each with the setting's name as its field, or with null if it is about none.
 * @param sent the names of the settings, in the order in which they were sent
 */
export function refusalsBySetting(
  refusals: readonly Refusal[],
  sent: readonly string[],
  settings: readonly Setting[],
): readonly Refusal[] {
  return refusals.map(({ message, field }) => {
    const [, index] = /^settings\[(\d+)\]/.exec(field ?? '') ?? [];
    const name = index === undefined ? null : (sent[Number(index)] ?? null);
    return { message: inWords(message, settings), field: name };
  });
}
