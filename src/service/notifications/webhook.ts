import { createHmac } from 'node:crypto';
import { describeNetworkError } from '#src/collect/http-failure.ts';
import { createRedactor } from '#src/log/redaction.ts';
import { type Channel, DELIVERY_TIMEOUT_MS, DeliveryError } from './channel.ts';
import { webhookBody } from './webhook-body.ts';

/** Where a webhook is. */
export interface WebhookSettings {
  readonly url: string;
  /** Signs the messages: bytes in base64, after `whsec_`; null for receivers that check nothing. */
  readonly secret: string | null;
  readonly clock: () => Date;
}

/**
 * Posts JSON, with the headers of Standard Webhooks (standardwebhooks.com): `webhook-id`, `webhook-timestamp`, and with a secret
 * `webhook-signature`, the HMAC-SHA256 of id, timestamp and body. Redirects are not followed: the signature is for one receiver.
 */
export function createWebhook({ url, secret, clock }: WebhookSettings): Channel {
  const redactor = createRedactor([url]);
  return {
    name: 'webhook',
    async send(message, signal) {
      const { got } = await import('got');
      const body = JSON.stringify(webhookBody(new URL(url).hostname, message));
      const timestamp = String(Math.floor(clock().getTime() / 1_000));
      const headers = {
        'content-type': 'application/json',
        'webhook-id': message.id,
        'webhook-timestamp': timestamp,
        ...(secret !== null && { 'webhook-signature': signatureOf(`${message.id}.${timestamp}.${body}`, secret) }),
      };
      const options = {
        body,
        headers,
        signal,
        timeout: { request: DELIVERY_TIMEOUT_MS },
        retry: { limit: 0 },
      } as const;
      const answer = await got
        .post(url, { ...options, followRedirect: false, throwHttpErrors: false })
        .catch((error: unknown) => {
          const { reason } = describeNetworkError(error, { timeoutMs: DELIVERY_TIMEOUT_MS, redactor });
          throw new DeliveryError(`The webhook cannot be reached: ${reason}`, { cause: error });
        });
      if (answer.ok) return;
      throw new DeliveryError(`The webhook answered HTTP ${answer.statusCode}`);
    },
  };
}

function signatureOf(text: string, secret: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}
