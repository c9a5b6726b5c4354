import type { ChannelName, StoredNotification } from '#src/store/notifications.ts';

/** A message as it is sent. */
export interface OutgoingMessage
  extends Pick<StoredNotification, 'cause' | 'state' | 'severity' | 'text' | 'action' | 'createdAt'> {
  /** The same at each attempt, so that a receiver can drop what it has already. */
  readonly id: string;
  /** Name of the organization. */
  readonly organization: string;
  /** The dashboard's view to act in. */
  readonly link: string;
}

/** A way to the people who are notified. */
export interface Channel {
  readonly name: ChannelName;
  /** Delivers a message. @throws DeliveryError */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<void>;
}

/** A message was not taken; the reason has no secret. */
export class DeliveryError extends Error {
  constructor(message: string, options?: { cause: unknown }) {
    super(message, options);
    this.name = 'DeliveryError';
  }
}

/** How long a receiver may take. */
export const DELIVERY_TIMEOUT_MS = 10_000;

const WORDS = { critical: 'Critical', warning: 'Warning', notice: 'Notice' } as const;

/** The first line of a message: `[Example MSP] Critical: The last collection failed; nothing was stored.` */
export function headline({ organization, state, severity, text }: OutgoingMessage): string {
  return `[${organization}] ${state === 'over' ? 'Over' : WORDS[severity]}: ${text}`;
}
