import { useEffect, useState } from 'react';
import { addressOf, type TypedOperation } from './graphql-client.ts';

/** What a subscription has told. */
export interface Subscribed<Result> {
  /** The newest event; null before the first one. It stays when the stream has ended. */
  readonly data: Result | null;
  /** Whether the connection is lost, for a moment or for good; the browser connects again where it can. */
  readonly isLost: boolean;
}

interface Told<Result> extends Subscribed<Result> {
  readonly address: string;
}

/**
 * Follows a subscription as server-sent events until it has ended. Where the connection breaks, the browser connects again
 * and says what it was told last.
 * @param variables null follows nothing, and keeps what was told
 */
export function useSubscription<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  variables: Variables | null,
): Subscribed<Result> {
  const [told, setTold] = useState<Told<Result> | null>(null);
  const address = variables && addressOf(operation, variables);
  useEffect(() => {
    if (address === null) return;
    const events = new EventSource(address);
    const setLost = (isLost: boolean) =>
      setTold((before) => ({ address, data: before?.address === address ? before.data : null, isLost }));
    events.addEventListener('open', () => setLost(false));
    events.addEventListener('error', () => setLost(true));
    events.addEventListener('next', ({ data: text }: MessageEvent<string>) => {
      const { data = null } = JSON.parse(text) as { readonly data?: Result | null };
      setTold({ address, data, isLost: data === null });
    });
    // Left open, the browser would connect again.
    events.addEventListener('complete', () => events.close());
    return () => events.close();
  }, [address]);
  if (told === null || (address !== null && told.address !== address)) return { data: null, isLost: false };
  return told;
}
