import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import { readEffectiveSettings } from '#src/service/settings/effective-settings.ts';
import type { InstallationConfig } from '#src/service/settings/installation-config.ts';
import type { SettingValueOf } from '#src/service/settings/setting-registry.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import { nextDelivery } from '#src/store/notifications.ts';
import { type ChannelSettings, channelSettingsOf, createChannels, type InstallationChannels } from './channels.ts';
import { GIVEN_UP_AFTER_MS } from './deliver.ts';
import { createNotifier, type NotifierSettings } from './notifier.ts';

export interface OrganizationNotificationsSettings
  extends Pick<NotifierSettings, 'database' | 'snapshots' | 'schedule' | 'clock' | 'logger' | 'publicUrl'> {
  readonly config: Omit<InstallationConfig, 'notify'> & {
    readonly notify: InstallationChannels & InstallationConfig['notify'];
  };
  /** The program itself, now. */
  readonly scopeOf: (organizationId: number) => ReturnType<NotifierSettings['scope']>;
  /** Time before an organization is looked at after a change, in milliseconds; shorter in tests. */
  readonly changedMs?: number;
}

/** When an organization is to be looked at, and the servers that are then asked. */
export interface NextNotification {
  readonly at: Date;
  readonly hosts: readonly string[];
}

/** Notifies of every organization those who are notified of it, by its own channels alone. */
export interface OrganizationNotifications {
  /** As `Notifier.run`, where anybody is notified of the organization. @returns the number of delivered messages */
  run(organizationId: number, signal: AbortSignal): Promise<number>;
  /**
   * When the organization is to be looked at.
   * @param isChanged something of it has changed since it was last looked at
   * @returns null where nobody is notified of it
   */
  next(organizationId: number, isChanged: boolean): Promise<NextNotification | null>;
}

/** What goes with time alone, such as a collection that is late, is looked for so often. */
const EVERY_MS = 10 * 60_000;
/** Changes come in groups. */
const CHANGED_MS = 30_000;

export function createOrganizationNotifications(
  settings: OrganizationNotificationsSettings,
): OrganizationNotifications {
  const { database, config, clock, changedMs = CHANGED_MS } = settings;
  const channelsOf = async (organizationId: number): Promise<ChannelSettings> => {
    const stored = await withinOrganization(organizationId, () =>
      readEffectiveSettings(database.prisma, config, organizationId),
    );
    const recipients = stored.valueOf('notifications.mail_to') as SettingValueOf<'notifications.mail_to'> | null;
    return channelSettingsOf(config.notify, { organizationId, recipients: recipients ?? [] });
  };
  return {
    async run(organizationId, signal) {
      const channels = createChannels(await channelsOf(organizationId), clock);
      if (channels.length === 0) return 0;
      const publicUrl = dashboardOf(settings.publicUrl, organizationId);
      const scope = () => settings.scopeOf(organizationId);
      return createNotifier({ ...settings, organizationId, channels, publicUrl, scope }).run(signal);
    },
    async next(organizationId, isChanged) {
      const found = await channelsOf(organizationId);
      const channels = createChannels(found, clock).map(({ name }) => name);
      if (channels.length === 0) return null;
      const now = clock().getTime();
      const notBefore = new Date(now - GIVEN_UP_AFTER_MS);
      const waiting = await withinOrganization(organizationId, () =>
        nextDelivery(database.prisma, organizationId, { channels, notBefore }),
      );
      const at = Math.min(now + (isChanged ? changedMs : EVERY_MS), waiting?.getTime() ?? Number.POSITIVE_INFINITY);
      return { at: new Date(at), hosts: hostsOf(found) };
    },
  };
}

function hostsOf({ webhook, mail }: ChannelSettings): string[] {
  return [webhook?.url, mail?.url].flatMap((url) => (url === undefined ? [] : [new URL(url).host]));
}

/** Where the dashboard of an organization is. */
function dashboardOf(publicUrl: string, organizationId: number): string {
  return organizationId === FIRST_ORGANIZATION ? publicUrl : `${publicUrl}/o/${organizationId}`;
}
