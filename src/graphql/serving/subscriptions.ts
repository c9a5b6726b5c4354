import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { GraphqlContext, GraphqlServices, RequestContext } from '#src/graphql/context.ts';
import { executeInTime } from '#src/graphql/guards/deadline.ts';
import { createOpenSubscriptions } from '#src/graphql/guards/open-subscriptions.ts';
import { presentErrors } from './errors.ts';
import { type AnsweredEvent, endOf, eventStream } from './event-stream.ts';
import { noteExecution } from './observed-operation.ts';

interface SubscriptionParts {
  readonly services: Pick<GraphqlServices, 'logger' | 'config'>;
  /** A context for one event of a subscription, from that of its request: what it reads is read anew. */
  readonly contextOfEvent: (context: GraphqlContext) => GraphqlContext;
}

/**
 * Subscriptions, by GraphQL's reference implementation, answered as server-sent events. The deadline holds for the start of
 * one and for each answer; between them a stream may be as long as it likes.
 */
export function subscriptions(parts: SubscriptionParts): Plugin<GraphqlContext, RequestContext> {
  const open = createOpenSubscriptions(parts.services.config.graphql.maxSubscriptions);
  return {
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(async (args: ExecutionArgs) => {
        const admission = open.admit();
        if ('refusal' in admission) return { errors: [admission.refusal] };
        const answers = await subscribe(parts, args, admission.leave);
        const { operation } = args.contextValue as Partial<RequestContext>;
        noteExecution(operation, args, isAsyncIterable(answers) ? 'success' : 'errors');
        if (!isAsyncIterable(answers)) admission.leave();
        return answers;
      });
    },
    onResultProcess({ request, result, serverContext, setResultProcessor }) {
      if (!isAsyncIterable(result)) return;
      const ended = endOf(request, serverContext);
      setResultProcessor((answers) => eventStream(answers as AsyncIterable<AnsweredEvent>, { ended }), EVENT_STREAM);
    },
  };
}

const EVENT_STREAM = 'text/event-stream';

/** What is left behind where the time is over holds nothing: a stream of events begins with its first `next`. */
async function subscribe(
  { services, contextOfEvent }: SubscriptionParts,
  args: ExecutionArgs,
  onEnd: () => void,
): Promise<AsyncIterable<AnsweredEvent> | ExecutionResult> {
  const { timeoutMs } = services.config.graphql;
  const context = args.contextValue as GraphqlContext;
  const { requestId } = context;
  const { logger } = services;
  const failure = (errors: readonly unknown[]): ExecutionResult => ({
    errors: presentErrors(errors, { requestId, logger }),
  });
  const events = await executeInTime(args, createSourceEventStream, timeoutMs).catch((error: unknown) =>
    failure([error]),
  );
  if (!isAsyncIterable(events)) return events.errors ? failure(events.errors) : events;
  const answer = async (event: unknown): Promise<AnsweredEvent> => {
    const eventArgs = { ...args, rootValue: event, contextValue: contextOfEvent(context) };
    const result = await executeInTime(eventArgs, execute, timeoutMs);
    const { eventId } = event as { readonly eventId?: string };
    return { ...result, ...(result.errors && failure(result.errors)), ...(eventId !== undefined && { eventId }) };
  };
  return answered(events[Symbol.asyncIterator](), { answer, failure, onEnd });
}

interface Answering {
  readonly answer: (event: unknown) => Promise<AnsweredEvent>;
  readonly failure: (errors: readonly unknown[]) => AnsweredEvent;
  /** Called when no event is to come, perhaps more than once. */
  readonly onEnd: () => void;
}

/**
 * The answers to events. No generator, because ending one waits for the event that it is waiting for, and no Repeater, because
 * one that is ended before its first `next` runs nothing that would call `onEnd`.
 */
function answered(
  events: AsyncIterator<unknown>,
  { answer, failure, onEnd }: Answering,
): AsyncIterableIterator<AnsweredEvent> {
  const end = async (): Promise<void> => {
    onEnd();
    await events.return?.();
  };
  return {
    async next() {
      try {
        const { value, done } = await events.next();
        if (!done) return { value: await answer(value), done: false };
        onEnd();
        return { value: undefined, done: true };
      } catch (error) {
        await end();
        return { value: failure([error]), done: false };
      }
    },
    async return() {
      await end();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
