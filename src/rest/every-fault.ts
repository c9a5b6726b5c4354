import type { z } from '@hono/zod-openapi';
import { InvalidInputError, QbrError } from '#src/core/errors.ts';
import { oneOf, tryParse } from './parse.ts';
import { readablePart } from './readable-part.ts';
import { RequestError } from './request-error.ts';
import type { RestRoute } from './route.ts';

/** A malformed body and its faults. */
interface MalformedBody {
  readonly json: Readonly<Record<string, unknown>>;
  readonly schema: z.ZodObject;
  readonly faults: readonly RequestError[];
  readonly issues: readonly z.core.$ZodIssue[];
}

/**
 * All faults of a malformed body: those of its schema, and those that the service finds in the rest.
 * @param answer calls the service with the schema's faults, so that it writes nothing
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
  const found = (await errorsOf(() => answer(readable.data, faults))).map((error) => {
    if (error instanceof RequestError) return error;
    const field = error.field && part.fieldOfWhole(route.fieldName(error.field, json));
    return new RequestError(error.code, error.message, { field });
  });
  // A threshold is validated together with the others of its metric, one of which may be the malformed one.
  const others = found.filter(({ field, code }) => !seen.has(field) && code !== 'INVALID_THRESHOLD');
  return oneOf([...faults, ...others]);
}

async function errorsOf(ask: () => Promise<unknown>): Promise<readonly QbrError[]> {
  try {
    await ask();
    return [];
  } catch (error) {
    if (!(error instanceof QbrError)) throw error;
    return error instanceof InvalidInputError ? error.errors : [error];
  }
}
