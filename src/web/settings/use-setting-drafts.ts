import { useState } from 'react';
import type { SettingInput } from '#src/web/gql/operations.ts';
import { type Setting, shownText, typedValue } from './setting-words.ts';

/** What has been typed for settings and is not stored yet. */
export interface SettingDrafts {
  textOf(setting: Setting): string;
  type(setting: Setting, text: string): void;
  /** What differs from what applies, as it is sent. */
  readonly typed: readonly SettingInput[];
  /** Forgets what was sent and has not been typed over since. */
  forget(sent: readonly SettingInput[]): void;
}

export function useSettingDrafts(settings: readonly Setting[]): SettingDrafts {
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const changed = settings.filter((setting) => (drafts[setting.name] ?? shownText(setting)) !== shownText(setting));
  return {
    textOf: (setting) => drafts[setting.name] ?? shownText(setting),
    type: ({ name }, text) => setDrafts((before) => ({ ...before, [name]: text })),
    typed: changed.map(({ name, kind }) => ({ name, value: typedValue(kind, drafts[name] ?? '') })),
    forget: (sent) =>
      setDrafts((before) => {
        const isSent = (name: string, text: string) =>
          sent.some(
            (each) =>
              each.name === name && (each.value === null || each.value === typedValue(kindOf(settings, name), text)),
          );
        return Object.fromEntries(Object.entries(before).filter(([name, text]) => !isSent(name, text)));
      }),
  };
}

function kindOf(settings: readonly Setting[], name: string): Setting['kind'] {
  return settings.find((each) => each.name === name)?.kind ?? 'TEXT';
}
