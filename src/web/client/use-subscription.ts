import { useEffect, useState } from 'react';
import { addressOf, type TypedOperation } from './graphql-client.ts';

/** The state of a subscription. */
export interface Subscribed<Result> {
  /** The newest event; null before the first one. Kept after the stream has ended. */
  readonly data: Result | null;
  /** Whether the connection is lost, temporarily or permanently; the browser reconnects if it can. */
  readonly isLost: boolean;
}

interface Received<Result> extends Subscribed<Result> {
  readonly address: string;
}

/**
 * Follows a subscription as server-sent events to its end. If the connection breaks, the browser reconnects and sends the
 * id of the last event.
 * @param variables null follows nothing, and keeps the last state
 */
export function useSubscription<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  variables: Variables | null,
): Subscribed<Result> {
  const [received, setReceived] = useState<Received<Result> | null>(null);
  const address = variables && addressOf(operation, variables);
  useEffect(() => {
    if (address === null) return;
    const events = new EventSource(address);
    const setLost = (isLost: boolean) =>
      setReceived((before) => ({ address, data: before?.address === address ? before.data : null, isLost }));
    events.addEventListener('open', () => setLost(false));
    events.addEventListener('error', () => setLost(true));
    events.addEventListener('next', ({ data: text }: MessageEvent<string>) => {
      const { data = null } = JSON.parse(text) as { readonly data?: Result | null };
      setReceived({ address, data, isLost: data === null });
    });
    // Otherwise the browser would reconnect.
    events.addEventListener('complete', () => events.close());
    return () => events.close();
  }, [address]);
  if (received === null || (address !== null && received.address !== address)) return { data: null, isLost: false };
  return received;
}
