import { z } from 'zod';
import { isEmailAddress } from '#src/core/email-address.ts';
import { isLoopbackHost } from '#src/core/loopback.ts';
import { listOf, variable } from './variable.ts';

const webhookUrl = z.url({ protocol: /^https?$/, error: 'is not an https URL', abort: true }).refine((url) => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopbackHost(hostname);
}, 'must be an https URL (http only for this machine)');
const MIN_SECRET_BYTES = 24;
const webhookSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]+={0,2}$/, 'is not whsec_ followed by base64')
  .refine(
    (secret) => Buffer.from(secret.slice('whsec_'.length), 'base64').length >= MIN_SECRET_BYTES,
    `has less than ${MIN_SECRET_BYTES} bytes`,
  );
const address = z.string().refine(isEmailAddress, 'is not an e-mail address');

/** Who is notified of what cannot wait. */
export const NOTIFY_VARIABLES = {
  QBR_NOTIFY_URL: variable({
    meaning:
      'Webhook that is notified of failed and late collections, drift, critical thresholds and failed or overdue backup drills: of Slack, Teams, or a program',
    default: null,
    example: 'https://hooks.example.com/qbr',
    secret: true,
    schema: webhookUrl,
  }),
  QBR_NOTIFY_SECRET: variable({
    meaning:
      'Secret that signs these messages with HMAC-SHA256 (Standard Webhooks): `whsec_` and the output of `openssl rand -base64 32`; without it they are not signed',
    default: null,
    example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    secret: true,
    schema: webhookSecret,
  }),
  QBR_SMTP_URL: variable({
    meaning: 'Mail server by which the same is sent as e-mail: `smtp://` or `smtps://`',
    default: null,
    example: 'smtp://qbr:password@mail.example.com:587',
    secret: true,
    schema: z.string().refine((url) => /^smtps?:\/\/./.test(url) && URL.canParse(url), 'is not an smtp(s) URL'),
  }),
  QBR_NOTIFY_TO: variable({
    meaning:
      'E-mail addresses that are notified of organization 1; comma-separated. Others store theirs (`notifications.mail_to`)',
    default: null,
    example: 'ann@example.com,bob@example.com',
    schema: listOf(address).refine((list) => list.length > 0, 'does not name an address'),
  }),
  QBR_NOTIFY_FROM: variable({
    meaning:
      'Sender of these e-mails; default: the user of `QBR_SMTP_URL` if that is an address, else the first recipient of the organization',
    default: null,
    example: 'qbr@example.com',
    schema: address,
  }),
} as const;
