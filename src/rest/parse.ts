import { z } from '@hono/zod-openapi';
import { type ErrorCode, InvalidInputError, QbrError } from '#src/core/errors.ts';
import { RequestError } from './request-error.ts';

type Issue = z.core.$ZodIssue;

/** The code of a fault by the name of the field at fault; of every other field it is INVALID_PARAMETER. */
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

/** The lists that a body is about. */
const LISTS: ReadonlySet<string> = new Set(['metrics', 'metric_names', 'thresholds']);

/** Where what is parsed comes from. */
interface Source {
  /** Parameters of a query, which are all at fault alike, but for periods. */
  readonly isQuery?: boolean;
  /** The code of a period that is needed and not given. */
  readonly missingPeriod?: ErrorCode;
}

/**
 * What a query or a body says.
 * @throws RequestError, or InvalidInputError with every fault where there are several
 */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown, source: Source = {}): z.output<Schema> {
  const parsed = tryParse(schema, input, source);
  if ('data' in parsed) return parsed.data;
  throw oneOf(parsed.faults);
}

/** What was parsed; or what is wrong, and where. */
type Parsed<Data> =
  | { readonly data: Data }
  | { readonly faults: readonly RequestError[]; readonly issues: readonly Issue[] };

/** As `parse`, for whoever goes on where something is wrong. */
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

/** The one error, or InvalidInputError with every one. */
export function oneOf(errors: readonly QbrError[]): QbrError {
  const [first] = errors;
  return first && errors.length === 1 ? first : new InvalidInputError(errors);
}

function faultsOf(
  issue: Issue,
  { schema, isQuery = false, missingPeriod = 'MISSING_FIELD' }: Source & { readonly schema: z.ZodType },
): RequestError[] {
  const field = pathText(issue.path);
  const name = String(issue.path.findLast((part) => typeof part === 'string') ?? '');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const message = `${key} is not accepted here${acceptedBy(schema, issue.path)}`;
      return new RequestError('INVALID_PARAMETER', message, { field: pathText([...issue.path, key]) });
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

/** `metrics[2].metric_value` */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** A text that a function of the core reads; its expected error is the fault, with its code. */
export function textReadBy<Value>(schema: z.ZodString, read: (text: string) => Value) {
  return schema.transform((text, context): Value => {
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof QbrError)) throw error;
      context.addIssue({ code: 'custom', message: error.message, params: { code: error.code } });
      return z.NEVER;
    }
  });
}
