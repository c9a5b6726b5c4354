import { isLoopbackHost } from '#src/core/loopback.ts';
import { createRedactor } from '#src/log/redaction.ts';
import { type Channel, DELIVERY_TIMEOUT_MS, DeliveryError, headline, type OutgoingMessage } from './channel.ts';

/** Where e-mail is sent by, and to whom. */
export interface MailSettings {
  /** `smtp://user:password@host:587`, or `smtps://`. */
  readonly url: string;
  readonly from: string;
  readonly to: readonly string[];
}

/** Sends e-mail. A password is sent over TLS only, but on this machine. */
export function createMail({ url, from, to }: MailSettings): Channel {
  const { hostname, password } = new URL(url);
  const redactor = createRedactor([url, password, decodeURIComponent(password)]);
  const timeouts = {
    connectionTimeout: DELIVERY_TIMEOUT_MS,
    greetingTimeout: DELIVERY_TIMEOUT_MS,
    socketTimeout: DELIVERY_TIMEOUT_MS,
  };
  const requireTLS = password !== '' && !isLoopbackHost(hostname);
  return {
    name: 'mail',
    async send(message) {
      const { createTransport } = (await import('nodemailer')).default;
      const transport = createTransport({ url, ...timeouts, requireTLS });
      try {
        await transport.sendMail({
          ...{ from, to: [...to], subject: headline(message), text: textOf(message) },
          ...{ messageId: `<${message.id}@qbr.invalid>`, date: message.createdAt },
          headers: { 'Auto-Submitted': 'auto-generated' },
          ...{ disableFileAccess: true, disableUrlAccess: true },
        });
      } catch (error) {
        const reason = redactor.quote(error instanceof Error ? error.message : 'unknown error');
        throw new DeliveryError(`The mail server did not take the message: ${reason}`, { cause: error });
      } finally {
        transport.close();
      }
    },
  };
}

function textOf({ text, action, link }: OutgoingMessage): string {
  return `${[text, ...(action === null ? [] : [action]), link].join('\n\n')}\n`;
}
