import type { ExecutionResult } from 'graphql';
import type { RequestContext } from '#src/graphql/context.ts';

/** The answer to one event of a subscription. */
export interface AnsweredEvent extends ExecutionResult {
  /** By which a client that reconnects says what it was told last. */
  readonly eventId?: string;
}

/** How often something is sent where nothing happens, so that no proxy takes the connection for dead. */
const KEEP_ALIVE_MS = 12_000;

/**
 * Answers as server-sent events, as `graphql-sse` and `EventSource` read them: an event `next` for each answer, with its id,
 * and `complete` behind the last one. A stream that ends because the program closes has no `complete`: its client connects
 * again, and goes on where it was. An answer is asked for once the one before it is on its way. Why not yoga's:
 * ops/decisions/0010-graphql-js-executes-and-our-own-event-stream.md.
 */
export function eventStream(
  answers: AsyncIterable<AnsweredEvent>,
  { ended }: { readonly ended: AbortSignal },
): Response {
  const body = new ReadableStream(eventSource(answers[Symbol.asyncIterator](), ended));
  const headers = {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    // A proxy of nginx's kind passes events on at once.
    'x-accel-buffering': 'no',
    // Nothing else is asked on it; kept alive behind the stream it would keep the server from closing.
    connection: 'close',
  };
  return new Response(body, { headers });
}

function eventSource(answers: AsyncIterator<AnsweredEvent>, ended: AbortSignal): UnderlyingDefaultSource<Uint8Array> {
  const encoder = new TextEncoder();
  let keepingAlive: NodeJS.Timeout | undefined;
  let isOver = false;
  let onEnded: () => void = () => undefined;
  const finish = (): void => {
    isOver = true;
    clearInterval(keepingAlive);
    ended.removeEventListener('abort', onEnded);
  };
  const letGo = async (): Promise<void> => {
    finish();
    await answers.return?.();
  };
  return {
    start(controller) {
      const comment = encoder.encode(':\n\n');
      // Some browsers wait for a first byte before they tell that the stream is open.
      controller.enqueue(comment);
      keepingAlive = setInterval(() => {
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(comment);
      }, KEEP_ALIVE_MS);
      onEnded = () => {
        if (isOver) return;
        void letGo();
        controller.close();
      };
      ended.addEventListener('abort', onEnded);
      if (ended.aborted) onEnded();
    },
    async pull(controller) {
      const { value, done } = await answers.next();
      if (isOver) return;
      controller.enqueue(encoder.encode(done ? 'event: complete\ndata:\n\n' : written(value)));
      if (!done) return;
      finish();
      controller.close();
    },
    cancel: letGo,
  };
}

function written({ eventId, ...answer }: AnsweredEvent): string {
  const id = eventId === undefined ? '' : `id: ${eventId}\n`;
  return `${id}event: next\ndata: ${JSON.stringify(answer)}\n\n`;
}

/** Ends with the request, or when the program closes. */
export function endOf(request: Request, { closing }: Pick<RequestContext, 'closing'>): AbortSignal {
  return closing ? AbortSignal.any([request.signal, closing]) : request.signal;
}
