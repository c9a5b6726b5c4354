import { SettingsForm } from './settings-form.tsx';
import { WithSettings } from './with-settings.tsx';

/** Who is notified of what cannot wait until somebody looks here. */
export function NotificationsSection() {
  return (
    <>
      <p className="settings-lead">
        Who gets an e-mail when a collection fails or is late, a value is outside a critical threshold, a vendor’s
        values drift, or a closing waits for a second admin. It names no figures.
      </p>
      <WithSettings>
        {(settings) => (
          <SettingsForm
            groups={[{ title: null, settings: settings.filter(({ name }) => name.startsWith('notifications.')) }]}
            effect="It applies from now on."
          />
        )}
      </WithSettings>
    </>
  );
}
