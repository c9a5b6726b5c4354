import { useOperation } from '#src/web/client/use-operation.ts';
import { ScheduleOperation } from '#src/web/gql/operations.ts';
import { useNightlySwitch } from '#src/web/quality/use-nightly-switch.tsx';
import { useIsArchived } from '#src/web/shell.ts';
import { NextRuns } from './next-runs.tsx';
import type { Setting } from './setting-words.ts';
import { SettingsForm } from './settings-form.tsx';
import type { SettingDrafts } from './use-setting-drafts.ts';
import { WithSettings } from './with-settings.tsx';

const CRON = 'collection.cron';
const TIME_ZONE = 'collection.time_zone';
const SHOWN: readonly string[] = [CRON, TIME_ZONE, 'collection.months_to_collect', 'collection.enabled_by_default'];

/** When the nightly collection runs, and how far back it reads. */
export function ScheduleSection() {
  const { data } = useOperation(ScheduleOperation, {});
  const enabled = data?.organization?.collection.enabled;
  return (
    <>
      <p className="settings-lead">The nightly collection reads the vendors’ numbers at a time of your choice.</p>
      {enabled !== undefined && <NightlyState enabled={enabled} />}
      <WithSettings>
        {(settings) => (
          <SettingsForm
            groups={[{ title: null, settings: settings.filter(({ name }) => SHOWN.includes(name)) }]}
            effect="It applies from now on."
            preview={({ textOf }) => <Preview settings={settings} textOf={textOf} enabled={enabled ?? true} />}
          />
        )}
      </WithSettings>
    </>
  );
}

function NightlyState({ enabled }: { readonly enabled: boolean }) {
  const { button, answer } = useNightlySwitch(enabled);
  const isArchived = useIsArchived();
  return (
    <div className="settings-state">
      <p className="mb-2">
        The nightly collection is <strong>{enabled ? 'enabled' : 'disabled'}</strong>.
      </p>
      {!isArchived && button}
      {answer}
    </div>
  );
}

interface PreviewProps extends Pick<SettingDrafts, 'textOf'> {
  readonly settings: readonly Setting[];
  readonly enabled: boolean;
}

function Preview({ settings, textOf, enabled }: PreviewProps) {
  const typed = (name: string) => {
    const setting = settings.find((each) => each.name === name);
    return setting ? textOf(setting) : '';
  };
  return <NextRuns cron={typed(CRON)} timeZone={typed(TIME_ZONE)} enabled={enabled} />;
}
