import { type FormEvent, useState } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import {
  GeneralSettingsOperation,
  type GeneralSettingsQuery,
  type SettingOrigin,
  UpdateGeneralSettingsOperation,
} from '#src/web/gql/operations.ts';
import { useIsArchived } from '#src/web/shell.ts';
import { SettingFields } from './setting-fields.tsx';
import type { Setting } from './setting-words.ts';
import { SaveBar } from './settings-form.tsx';
import { useSettingDrafts } from './use-setting-drafts.ts';

type General = NonNullable<GeneralSettingsQuery['organization']>;

/** Name, time zone, currency and language of the company. */
export function GeneralSection() {
  const { data, error, refetch } = useOperation(GeneralSettingsOperation, {});
  if (data?.organization) return <GeneralForm general={data.organization} />;
  return error ? <Failure error={error} retry={refetch} /> : <Loading label="Loading the settings" />;
}

function GeneralForm({ general }: { readonly general: General }) {
  const settings = fieldsOf(general);
  const drafts = useSettingDrafts(settings);
  const isReadOnly = useIsArchived();
  const [words, setWords] = useState('');
  const { refusals, isPending, run } = useRefusableChange(UpdateGeneralSettingsOperation);
  const store = (sent: typeof drafts.typed, done: string) => {
    setWords('');
    if (sent.length === 0) return setWords('Nothing has been changed.');
    // An emptied field other than the name is the default again.
    const changes = sent.map(({ name, value }) => [name, value === '' && name !== 'name' ? null : value]);
    run(Object.fromEntries(changes), () => {
      drafts.forget(sent);
      setWords(done);
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    store(drafts.typed, 'Saved.');
  };
  return (
    <form onSubmit={submit} noValidate>
      <div className="settings-group">
        <SettingFields
          settings={settings}
          drafts={drafts}
          refusals={refusals}
          resetOf={({ name, label }) =>
            name === 'name' ? null : () => store([{ name, value: null }], `${label}: the default applies again.`)
          }
        />
      </div>
      {!isReadOnly && <SaveBar isPending={isPending} isChanged={drafts.typed.length > 0} words={words} />}
      <Refusals of={refusals.filter(({ field }) => !settings.some(({ name }) => name === field))} />
    </form>
  );
}

const MEANINGS = {
  name: ['Name', 'TEXT', 'As it is shown at the top and in reports'],
  timeZone: ['Time zone', 'TIME_ZONE', 'Where your months begin and end'],
  currency: ['Currency', 'TEXT', 'Of the books, such as USD'],
  locale: ['Language and region', 'TEXT', 'Such as en-US'],
} as const;

/** What is general, in the form of settings. */
function fieldsOf({ timeZoneOrigin, ...values }: General): Setting[] {
  return (Object.keys(MEANINGS) as (keyof typeof MEANINGS)[]).map((name) => {
    const [label, kind, meaning] = MEANINGS[name];
    const value = values[name];
    const origin: SettingOrigin = name === 'timeZone' ? timeZoneOrigin : value === null ? 'DEFAULT' : 'STORED';
    return {
      ...{ name, label, kind, meaning, value, origin },
      ...{ accepted: '', choices: [], vendor: null, isSet: value !== null },
      variable: name === 'timeZone' ? 'QBR_TIMEZONE' : null,
      ...{ updatedAt: null, updatedBy: null, problem: null, readOnlyBecause: null },
    };
  });
}
