import { RequestCache } from '@pothos/plugin-scope-auth';
import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';

/** How long a request may take. */
export interface Deadline {
  readonly isPassed: boolean;
  /** Starts the time. Where it is not started it never passes. */
  start(timeoutMs: number): void;
  pass(): void;
  /** @throws GraphQLError once the time is over */
  check(): void;
}

/** What a request's context has for its deadline. */
export interface Timed {
  readonly deadline: Deadline;
}

/** How many checks may go by between two looks at the clock, which costs as much as a simple field. */
const CHECKS_PER_LOOK = 64;

export function createDeadline(): Deadline {
  let endsAt = Number.POSITIVE_INFINITY;
  let checks = 0;
  let over: GraphQLError | undefined;
  return {
    get isPassed() {
      return endsAt === 0;
    },
    start(timeoutMs) {
      endsAt = performance.now() + timeoutMs;
    },
    pass() {
      endsAt = 0;
    },
    check() {
      checks += 1;
      if (endsAt !== 0) {
        if (checks % CHECKS_PER_LOOK !== 0 || performance.now() <= endsAt) return;
        endsAt = 0;
      }
      // One for all fields that are still asked for: a stack for each would cost more than they.
      over ??= new GraphQLError('The time of this request is over');
      throw over;
    },
  };
}

/**
 * Executes for `timeoutMs` at most. Then the answer is an error, whatever has been found so far, and no resolver is
 * called any more (see `abandonable`): statements that have been sent end by themselves.
 */
export async function executeInTime<Result = ExecutionResult>(
  args: ExecutionArgs,
  execute: (args: ExecutionArgs) => Result | Promise<Result>,
  timeoutMs: number,
): Promise<Result | ExecutionResult> {
  const { deadline } = args.contextValue as Timed;
  deadline.start(timeoutMs);
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      deadline.pass();
      resolve(null);
    }, timeoutMs);
  });
  try {
    const result = await Promise.race([execute(args), overdue]);
    return result === null || deadline.isPassed ? { errors: [timedOut(timeoutMs)] } : result;
  } finally {
    clearTimeout(timer);
    dropAccessCache(args.contextValue as Timed);
  }
}

/**
 * What Pothos has cached of a request's access is in a WeakMap by the context, to which it refers. V8's collections of new objects take the
 * values of one for alive, so that every request, with all that it had read, became an old object.
 */
function dropAccessCache(context: Timed): void {
  RequestCache.clearForContext(context);
}

function timedOut(timeoutMs: number): GraphQLError {
  const message = `The request took more than ${timeoutMs / 1_000} s and was abandoned (QBR_GRAPHQL_TIMEOUT_SECONDS). Ask for fewer periods, metrics or levels at once; look whether a change that was asked for has been made before asking again.`;
  return new GraphQLError(message, { extensions: { code: 'REQUEST_TIMEOUT', http: { status: 503 } } });
}

/** Makes every resolver of a schema look at the deadline of its request before it does anything. */
export function abandonable(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) checkFirst(field);
  }
  return schema;
}

function checkFirst(field: GraphQLField<unknown, Timed>): void {
  const { resolve } = field;
  if (!resolve) return;
  field.resolve = (source, args, context, info) => {
    context.deadline.check();
    return resolve(source, args, context, info);
  };
}
