import { z } from '@hono/zod-openapi';
import { type ErrorCode, InvalidInputError, QbrError } from '../core/errors.ts';
import { RequestError } from './request-error.ts';

type Issue = z.core.$ZodIssue;

/** The code of a fault by the name of the field at fault; of every other field it is INVALID_PARAMETER. */
const CODE_OF_FIELD: Readonly<Record<string, ErrorCode>> = {
  period: 'INVALID_PERIOD',
  start_period: 'INVALID_PERIOD',
  end_period: 'INVALID_PERIOD',
  metrics: 'INVALID_VALUE',
  metric_names: 'INVALID_VALUE',
  thresholds: 'INVALID_VALUE',
  metric: 'INVALID_VALUE',
  metric_name: 'INVALID_VALUE',
  metric_value: 'INVALID_VALUE',
  entered_by: 'INVALID_VALUE',
  notes: 'INVALID_VALUE',
  owner_comp: 'INVALID_VALUE',
  owner_comp_taxes: 'INVALID_VALUE',
  warning: 'INVALID_VALUE',
  critical: 'INVALID_VALUE',
  green_min: 'INVALID_VALUE',
  green_max: 'INVALID_VALUE',
  yellow_min: 'INVALID_VALUE',
  yellow_max: 'INVALID_VALUE',
  red_threshold: 'INVALID_VALUE',
  threshold_value: 'INVALID_VALUE',
  threshold_type: 'INVALID_THRESHOLD',
  bound: 'INVALID_THRESHOLD',
};

/** The lists that a body is about. */
const LISTS: ReadonlySet<string> = new Set(['metrics', 'metric_names', 'thresholds']);

/**
 * What a query or a body says.
 * @param missingPeriod the code of a period that is needed and not given
 * @throws RequestError, or InvalidInputError with every fault where there are several
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  missingPeriod: ErrorCode = 'MISSING_FIELD',
): z.output<Schema> {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap((issue) => faultsOf(issue, { schema, missingPeriod }));
  const [first] = faults;
  throw first && faults.length === 1 ? first : new InvalidInputError(faults);
}

function faultsOf(
  issue: Issue,
  { schema, missingPeriod }: { readonly schema: z.ZodType; readonly missingPeriod: ErrorCode },
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
  return [new RequestError(codeOf(issue, name), isWhole ? issue.message : `${field} ${issue.message}`, { field })];
}

function codeOf(issue: Issue, name: string): ErrorCode {
  if (issue.code === 'custom' && typeof issue.params?.['code'] === 'string') return issue.params['code'] as ErrorCode;
  if (issue.code === 'too_small' && LISTS.has(name)) return 'MISSING_DATA';
  return CODE_OF_FIELD[name] ?? 'INVALID_PARAMETER';
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
