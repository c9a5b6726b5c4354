import type { Channel } from './channel.ts';
import { createMail, type MailSettings } from './mail.ts';
import { createWebhook, type WebhookSettings } from './webhook.ts';

/** The configured channels; one that is not configured is null. */
export interface ChannelSettings {
  readonly webhook: Omit<WebhookSettings, 'clock'> | null;
  readonly mail: MailSettings | null;
}

export function createChannels({ webhook, mail }: ChannelSettings, clock: () => Date): Channel[] {
  return [...(webhook ? [createWebhook({ ...webhook, clock })] : []), ...(mail ? [createMail(mail)] : [])];
}
