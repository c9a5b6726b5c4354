import { escapeAscii } from './xml.ts';

/** What a `.qwc` file tells the Web Connector. */
export interface QwcSettings {
  readonly appName: string;
  /** The address of the service. */
  readonly appUrl: string;
  /** A page that answers without sign-in, on the same host. */
  readonly supportUrl: string;
  readonly userName: string;
  /** GUIDs without braces. */
  readonly ownerId: string;
  readonly fileId: string;
}

const RUN_EVERY_MINUTES = 60;

/** The text of a `.qwc` file, which a person adds to the Web Connector. It has no password. */
export function qwcFile(settings: QwcSettings): string {
  const { appName, appUrl, supportUrl, userName, ownerId, fileId } = settings;
  const elements: readonly (readonly [string, string])[] = [
    ['AppName', appName],
    ['AppID', ''],
    ['AppURL', appUrl],
    ['AppDescription', 'Reads profit and loss statements for the business review'],
    ['AppSupport', supportUrl],
    ['UserName', userName],
    ['OwnerID', `{${ownerId}}`],
    ['FileID', `{${fileId}}`],
    ['QBType', 'QBFS'],
    ['PersonalDataPref', 'pdpNotNeeded'],
    ['UnattendedModePref', 'umpRequired'],
    ['IsReadOnly', 'true'],
  ];
  const lines = elements.map(([name, value]) => `  <${name}>${escapeAscii(value)}</${name}>`);
  const scheduler = `  <Scheduler>\n    <RunEveryNMinutes>${RUN_EVERY_MINUTES}</RunEveryNMinutes>\n  </Scheduler>`;
  return ['<?xml version="1.0"?>', '<QBWCXML>', ...lines, scheduler, '</QBWCXML>', ''].join('\n');
}
