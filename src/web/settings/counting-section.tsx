import type { Setting } from './setting-words.ts';
import { SettingsForm } from './settings-form.tsx';
import { WithSettings } from './with-settings.tsx';

const GROUPS = [
  ['Tickets of ConnectWise', 'connectwise.'],
  ['Devices of NinjaOne', 'devices.'],
  ['Statements of QuickBooks', 'books.'],
] as const;

/** What of the vendors’ tickets and devices is counted, and how the books are read. */
export function CountingSection() {
  return (
    <>
      <p className="settings-lead">
        What is counted of tickets and devices. A change applies to what is collected from then on; months that are
        frozen keep their values.
      </p>
      <WithSettings>
        {(settings) => <SettingsForm groups={groupsOf(settings)} effect="It applies from the next collection on." />}
      </WithSettings>
    </>
  );
}

function groupsOf(settings: readonly Setting[]) {
  return GROUPS.map(([title, prefix]) => ({
    title,
    settings: settings.filter(({ name, vendor }) => vendor === null && name.startsWith(prefix)),
  }));
}
