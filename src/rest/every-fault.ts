import type { z } from '@hono/zod-openapi';
import { InvalidInputError, QbrError } from '#src/core/errors.ts';
import { oneOf, tryParse } from './parse.ts';
import { readablePart } from './readable-part.ts';
import { RequestError } from './request-error.ts';
import type { RestRoute } from './route.ts';

/** A malformed body, and what is malformed in it. */
interface MalformedBody {
  readonly json: Readonly<Record<string, unknown>>;
  readonly schema: z.ZodObject;
  readonly faults: readonly RequestError[];
  readonly issues: readonly z.core.$ZodIssue[];
}

/**
 * Everything that is wrong with a malformed body: what is malformed, and what the service says of the rest.
 * @param answer asks the service, which is told of the faults and therefore writes nothing
 */
export async function everyFault(
  { json, schema, faults, issues }: MalformedBody,
  route: Pick<RestRoute, 'fieldName'>,
  answer: (body: unknown, faults: readonly QbrError[]) => Promise<unknown>,
): Promise<QbrError> {
  const part = readablePart(json, issues);
  const readable = part && tryParse(schema, part.body);
  if (!readable || 'faults' in readable) return oneOf(faults);
  const seen = new Set(faults.map(({ field }) => field));
  const found = (await refusalsOf(() => answer(readable.data, faults))).map((error) => {
    if (error instanceof RequestError) return error;
    const field = error.field && part.fieldOfWhole(route.fieldName(error.field, json));
    return new RequestError(error.code, error.message, { field });
  });
  // A threshold is judged beside the others of its metric, one of which may be the malformed one.
  const others = found.filter(({ field, code }) => !seen.has(field) && code !== 'INVALID_THRESHOLD');
  return oneOf([...faults, ...others]);
}

async function refusalsOf(ask: () => Promise<unknown>): Promise<readonly QbrError[]> {
  try {
    await ask();
    return [];
  } catch (error) {
    if (!(error instanceof QbrError)) throw error;
    return error instanceof InvalidInputError ? error.errors : [error];
  }
}
