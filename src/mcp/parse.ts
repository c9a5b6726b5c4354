import type { z } from 'zod';
import {
  type ErrorCode,
  InvalidInputError,
  InvalidParameterError,
  InvalidPeriodError,
  MissingFieldError,
  type QbrError,
} from '#src/core/errors.ts';
import { jsonPathText } from '#src/core/json-path.ts';

type Issue = z.core.$ZodIssue;

/**
 * The arguments of a tool.
 * @throws QbrError that names the field; InvalidInputError with all of them if there are several
 */
export function parseArguments<Schema extends z.ZodObject>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => errorsOf(issue, schema));
  const [first] = errors;
  throw first && errors.length === 1 ? first : new InvalidInputError(errors);
}

function errorsOf(issue: Issue, schema: z.ZodObject): QbrError[] {
  const field = jsonPathText(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const accepted = Object.keys(schema.shape).join(', ');
    return issue.keys.map(
      (key) => new InvalidParameterError(`${key} is not accepted; accepted are ${accepted}`, { field: key }),
    );
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return [new MissingFieldError(`${field} is missing`, { field })];
  }
  if (issue.code !== 'custom') return [new InvalidParameterError(`${field} ${issue.message}`, { field })];
  const isPeriod = issue.params?.['code'] === ('INVALID_PERIOD' satisfies ErrorCode);
  return [new (isPeriod ? InvalidPeriodError : InvalidParameterError)(issue.message, { field })];
}
