import { type FormEvent, type ReactNode, useState } from 'react';
import type { RefusableChange } from '#src/web/client/use-refusable-change.ts';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { type SettingInput, UpdateSettingsOperation } from '#src/web/gql/operations.ts';
import { useIsArchived } from '#src/web/shell.ts';
import { SettingFields } from './setting-fields.tsx';
import { refusalsBySetting, type Setting } from './setting-words.ts';
import { type SettingDrafts, useSettingDrafts } from './use-setting-drafts.ts';

/** Settings under a heading. */
export interface SettingGroup {
  /** Null for one that needs no heading. */
  readonly title: string | null;
  readonly settings: readonly Setting[];
}

interface SettingsFormProps {
  readonly groups: readonly SettingGroup[];
  /** What saving means: `It applies from the next collection on.` */
  readonly effect: string;
  /** Shown between the settings and the button, with what is typed. */
  readonly preview?: (drafts: SettingDrafts) => ReactNode;
}

/** Settings that are stored, and those that are put back to their defaults. */
export function SettingsForm({ groups, effect, preview }: SettingsFormProps) {
  const settings = groups.flatMap((group) => group.settings);
  const drafts = useSettingDrafts(settings);
  const isReadOnly = useIsArchived();
  const { refusals, words, store, isPending } = useStoredSettings(settings, drafts);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    store(drafts.typed, `Saved. ${effect}`);
  };
  return (
    <form onSubmit={submit} noValidate>
      {groups.map(({ title, settings: ofGroup }) => (
        <fieldset key={title} className="settings-group">
          {title !== null && <legend className="settings-legend">{title}</legend>}
          <SettingFields
            settings={ofGroup}
            drafts={drafts}
            refusals={refusals}
            resetOf={({ name, label }) =>
              () =>
                store([{ name, value: null }], `${label}: the default applies again.`)
              }
          />
        </fieldset>
      ))}
      {preview?.(drafts)}
      {!isReadOnly && <SaveBar isPending={isPending} isChanged={drafts.typed.length > 0} words={words} />}
      <Refusals of={refusals.filter(({ field }) => field === null)} />
    </form>
  );
}

interface SaveBarProps {
  readonly isPending: boolean;
  readonly isChanged: boolean;
  readonly words: string;
  readonly children?: ReactNode;
}

/** The button that saves, others beside it, and what came of it. */
export function SaveBar({ isPending, isChanged, words, children }: SaveBarProps) {
  return (
    <div className="settings-save">
      <button type="submit" className="btn btn-primary" aria-disabled={isPending}>
        Save
      </button>
      {children}
      <span role="status" className="small">
        {isChanged ? <span className="settings-unsaved">Not saved yet</span> : words}
      </span>
    </div>
  );
}

/** What came of storing settings. */
interface StoredSettings extends Pick<RefusableChange<unknown, unknown>, 'refusals' | 'isPending' | 'forget'> {
  /** Announces what was done; empty before. */
  readonly words: string;
  store(sent: readonly SettingInput[], done: string): void;
}

/** Stores settings, and forgets the drafts that were stored. */
export function useStoredSettings(settings: readonly Setting[], drafts: SettingDrafts): StoredSettings {
  const [sentNames, setSentNames] = useState<readonly string[]>([]);
  const [words, setWords] = useState('');
  const { refusals, isPending, run, forget } = useRefusableChange(UpdateSettingsOperation);
  const store = (sent: readonly SettingInput[], done: string) => {
    setWords('');
    if (sent.length === 0) return setWords('Nothing has been changed.');
    setSentNames(sent.map(({ name }) => name));
    run({ input: { settings: sent } }, () => {
      drafts.forget(sent);
      setWords(done);
    });
  };
  return { refusals: refusalsBySetting(refusals, sentNames, settings), isPending, words, store, forget };
}
