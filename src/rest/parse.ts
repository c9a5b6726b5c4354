import { z } from '@hono/zod-openapi';
import { type ErrorCode, InvalidInputError, type QbrError } from '#src/core/errors.ts';
import { jsonPathText } from '#src/core/json-path.ts';
import { RequestError } from './request-error.ts';

type Issue = z.core.$ZodIssue;

/** Error codes by name of the invalid field; INVALID_PARAMETER for every other field. */
const CODES: readonly (readonly [ErrorCode, readonly string[]])[] = [
  ['INVALID_PERIOD', ['period', 'start_period', 'end_period']],
  ['INVALID_VALUE', ['metrics', 'metric_names', 'thresholds', 'metric', 'metric_name', 'metric_value', 'entered_by']],
  ['INVALID_VALUE', ['notes', 'owner_comp', 'owner_comp_taxes', 'warning', 'critical', 'threshold_value']],
  ['INVALID_VALUE', ['green_min', 'green_max', 'yellow_min', 'yellow_max', 'red_threshold']],
  ['INVALID_THRESHOLD', ['threshold_type', 'bound']],
];
const CODE_OF_FIELD: ReadonlyMap<string, ErrorCode> = new Map(
  CODES.flatMap(([code, fields]) => fields.map((field) => [field, code] as const)),
);

/** Fields that hold the list of items of a body. */
const LISTS: ReadonlySet<string> = new Set(['metrics', 'metric_names', 'thresholds']);

/** Origin of the parsed input. */
interface Source {
  /** Query parameters: all have the code INVALID_PARAMETER, except periods. */
  readonly isQuery?: boolean;
  /** The code of a missing required period. */
  readonly missingPeriod?: ErrorCode;
}

/**
 * Parses a query or a body.
 * @throws RequestError, or InvalidInputError with all faults if there are several
 */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown, source: Source = {}): z.output<Schema> {
  const parsed = tryParse(schema, input, source);
  if ('data' in parsed) return parsed.data;
  throw oneOf(parsed.faults);
}

/** The parsed data, or the faults of the input. */
type Parsed<Data> =
  | { readonly data: Data }
  | { readonly faults: readonly RequestError[]; readonly issues: readonly Issue[] };

/** Like `parse`, but returns the faults. */
export function tryParse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  source: Source = {},
): Parsed<z.output<Schema>> {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return { data: result.data };
  const { issues } = result.error;
  return { issues, faults: issues.flatMap((issue) => faultsOf(issue, { ...source, schema })) };
}

/** The only error, or InvalidInputError with all of them. */
export function oneOf(errors: readonly QbrError[]): QbrError {
  const [first] = errors;
  return first && errors.length === 1 ? first : new InvalidInputError(errors);
}

function faultsOf(
  issue: Issue,
  { schema, isQuery = false, missingPeriod = 'MISSING_FIELD' }: Source & { readonly schema: z.ZodType },
): RequestError[] {
  const field = jsonPathText(issue.path);
  const name = String(issue.path.findLast((part) => typeof part === 'string') ?? '');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const message = `${key} is not accepted here${acceptedBy(schema, issue.path)}`;
      return new RequestError('INVALID_PARAMETER', message, { field: jsonPathText([...issue.path, key]) });
    });
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    const code = LISTS.has(name) ? 'MISSING_DATA' : name === 'period' ? missingPeriod : 'MISSING_FIELD';
    return [new RequestError(code, `${field} is missing`, { field })];
  }
  const isWhole = issue.code === 'custom' && issue.params !== undefined;
  return [
    new RequestError(codeOf(issue, { name, isQuery }), isWhole ? issue.message : `${field} ${issue.message}`, {
      field,
    }),
  ];
}

function codeOf(issue: Issue, { name, isQuery }: { readonly name: string; readonly isQuery: boolean }): ErrorCode {
  if (issue.code === 'custom' && typeof issue.params?.['code'] === 'string') return issue.params['code'] as ErrorCode;
  if (issue.code === 'too_small' && LISTS.has(name)) return 'MISSING_DATA';
  const code = CODE_OF_FIELD.get(name) ?? 'INVALID_PARAMETER';
  return isQuery && code !== 'INVALID_PERIOD' ? 'INVALID_PARAMETER' : code;
}

function acceptedBy(schema: z.ZodType, path: readonly PropertyKey[]): string {
  return path.length === 0 && schema instanceof z.ZodObject
    ? `; accepted are ${Object.keys(schema.shape).join(', ')}`
    : '';
}
