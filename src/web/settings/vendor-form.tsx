import { type FormEvent, useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { ConfirmedAction } from '#src/web/controls/confirmed-action.tsx';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { TryVendorOperation, UpdateSettingsOperation, type VendorKey } from '#src/web/gql/operations.ts';
import { useIsArchived } from '#src/web/shell.ts';
import { SettingFields } from './setting-fields.tsx';
import { inWords, refusalsBySetting, type Setting, withoutMarks } from './setting-words.ts';
import { SaveBar, useStoredSettings } from './settings-form.tsx';
import { useSettingDrafts } from './use-setting-drafts.ts';
import { type Trial, VendorTrial } from './vendor-trial.tsx';

interface VendorFormProps {
  readonly vendor: VendorKey;
  readonly title: string;
  /** What it supplies, in a sentence. */
  readonly supplies: string;
  readonly settings: readonly Setting[];
}

/** Access to a vendor: its settings, which are used together, and the button that tries them. */
export function VendorForm({ vendor, title, supplies, settings }: VendorFormProps) {
  const drafts = useSettingDrafts(settings);
  const isReadOnly = useIsArchived();
  const stored = useStoredSettings(settings, drafts);
  const tried = useVendorTrial(vendor, settings);
  const [removed, setRemoved] = useState(false);
  const id = `vendor-${vendor.toLowerCase()}`;
  const ofStore = settings.filter(({ origin }) => origin === 'STORED').map(({ name }) => name);
  const attempt = (event: FormEvent) => {
    event.preventDefault();
    tried.forget();
    setRemoved(false);
    stored.store(drafts.typed, 'Saved. It is used from the next collection on.');
  };
  const ask = () => {
    stored.forget();
    tried.attempt(drafts.typed);
  };
  const refusals = [...stored.refusals, ...tried.refusals];
  return (
    <form className="settings-vendor" aria-labelledby={id} onSubmit={attempt} noValidate>
      <h3 id={id}>{title}</h3>
      <p className="settings-detail mb-2">{supplies}</p>
      <AccessState settings={settings} />
      <div className="settings-group">
        <SettingFields settings={settings} drafts={drafts} refusals={refusals} resetOf={() => null} />
      </div>
      {!isReadOnly && (
        <SaveBar
          isPending={stored.isPending}
          isChanged={drafts.typed.length > 0}
          words={removed ? 'Removed.' : stored.words}
        >
          <button type="button" className="btn btn-outline-primary" aria-disabled={tried.isPending} onClick={ask}>
            Try it
          </button>
          {ofStore.length > 0 && (
            <ConfirmedAction
              action="Remove"
              label={`Remove the access to ${title}`}
              question={`Remove the access to ${title}?`}
              operation={UpdateSettingsOperation}
              variables={{ input: { settings: ofStore.map((name) => ({ name, value: null })) } }}
              whenDone={() => setRemoved(true)}
            >
              <p>What is stored of it is deleted. What has been collected stays.</p>
            </ConfirmedAction>
          )}
        </SaveBar>
      )}
      <Refusals of={refusals.filter(({ field }) => !settings.some(({ name }) => name === field))} />
      <VendorTrial title={title} trial={tried.trial} isPending={tried.isPending} />
    </form>
  );
}

/** Whether there is access, where it is from, and what stands against what is stored. */
function AccessState({ settings }: Pick<VendorFormProps, 'settings'>) {
  const problem = settings.find((each) => each.problem !== null)?.problem ?? null;
  const obstacle = settings.find(({ readOnlyBecause }) => readOnlyBecause !== null)?.readOnlyBecause ?? null;
  return (
    <>
      {problem !== null && <p className="setting-problem">Not used yet: {inWords(problem, settings)}</p>}
      {obstacle !== null && (
        <p className="setting-problem">Keys and secrets are read-only here. {withoutMarks(obstacle)}.</p>
      )}
    </>
  );
}

/** Asks a vendor, and keeps what it answered until it is asked again. */
function useVendorTrial(vendor: VendorKey, settings: readonly Setting[]) {
  const [sent, setSent] = useState<readonly string[]>([]);
  const [trial, setTrial] = useState<Trial | null>(null);
  const { refusals, isPending, run, forget } = useRefusableChange(TryVendorOperation);
  const clear = () => {
    setTrial(null);
    forget();
  };
  const attempt = (typed: readonly { readonly name: string; readonly value?: string | null | undefined }[]) => {
    clear();
    setSent(typed.map(({ name }) => name));
    run({ input: { vendor, settings: typed } }, ({ tryVendor: result }) => {
      if (result.__typename === 'TryVendorSuccess') setTrial({ ...result, isStored: typed.length === 0 });
    });
  };
  return { refusals: refusalsBySetting(refusals, sent, settings), isPending, trial, attempt, forget: clear };
}
