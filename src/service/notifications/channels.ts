import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import type { Channel } from './channel.ts';
import { createMail, type MailSettings } from './mail.ts';
import { createWebhook, type WebhookSettings } from './webhook.ts';

/** The channels of an organization; one that it does not have is null. */
export interface ChannelSettings {
  readonly webhook: Omit<WebhookSettings, 'clock'> | null;
  readonly mail: MailSettings | null;
}

/** What the environment says of channels. */
export interface InstallationChannels {
  /** That of organization 1. */
  readonly webhook: ChannelSettings['webhook'];
  /** The mail server of all organizations; `from` is null where nothing says who sends. */
  readonly mail: (Pick<MailSettings, 'url'> & { readonly from: string | null }) | null;
}

/** The channels of an organization, by its own recipients: none of them ever hears of another organization. */
export function channelSettingsOf(
  { webhook, mail }: InstallationChannels,
  { organizationId, recipients }: { readonly organizationId: number; readonly recipients: readonly string[] },
): ChannelSettings {
  const [first] = recipients;
  return {
    webhook: organizationId === FIRST_ORGANIZATION ? webhook : null,
    mail: mail && first !== undefined ? { url: mail.url, from: mail.from ?? first, to: recipients } : null,
  };
}

export function createChannels({ webhook, mail }: ChannelSettings, clock: () => Date): Channel[] {
  return [...(webhook ? [createWebhook({ ...webhook, clock })] : []), ...(mail ? [createMail(mail)] : [])];
}
