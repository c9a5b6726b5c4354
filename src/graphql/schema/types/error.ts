import { wrapErrorIfMatches } from '@pothos/plugin-errors';
import * as errors from '#src/core/errors.ts';
import { parsePeriod } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import { PeriodReport } from './period-report.ts';

/** What each code means; the list is that of core/errors.ts. */
const CODES: Readonly<Record<errors.ErrorCode, string>> = {
  INVALID_PERIOD: 'A period that is malformed, or does not accept what was asked: in the future, or not yet over.',
  MISSING_PERIOD: 'A period was needed and not given.',
  INVALID_PARAMETER: 'An input that is not of its type or not possible here.',
  INVALID_PARAMETERS: 'Inputs that do not go together.',
  INVALID_PERIOD_RANGE: 'A range that starts after it ends.',
  RANGE_TOO_LARGE: 'A range of more periods than are answered at once.',
  MISSING_QB_DATA: 'Figures from QuickBooks are needed and not there.',
  MISSING_FIELD: 'A required input was not given.',
  MISSING_DATA: 'The list of what to store was not given.',
  INVALID_VALUE: 'A value that is out of range, a text too long, too many entries, or several faults in one input.',
  INVALID_JSON: 'The body is not JSON.',
  INVALID_THRESHOLD: 'A warning on the wrong side of its critical, or a bound that is needed and not given.',
  UNAUTHENTICATED: 'No or wrong credentials.',
  FORBIDDEN: 'The caller lacks the permission.',
  PERIOD_CLOSED: 'The month is closed: nothing changes its values until it is reopened.',
  PERIOD_NOT_FOUND: 'Nothing is stored for the period.',
  ORGANIZATION_NOT_FOUND: 'There is no organization of that number.',
  VENDOR_NOT_FOUND: 'There is no such vendor.',
  METRIC_NOT_FOUND: 'No metric or SmartNumber has that key or label.',
  CONFLICT: 'The value changed since it was read.',
  RUN_IN_PROGRESS: 'A collection is already under way; the message says whose.',
  NOT_FOUND: 'There is nothing of that number or path.',
  METHOD_NOT_ALLOWED: 'The path does not take that method.',
  GONE: 'The path was withdrawn.',
  PAYLOAD_TOO_LARGE: 'The body is too large.',
  UNSUPPORTED_MEDIA_TYPE: 'The body is not declared to be JSON.',
  RATE_LIMITED: 'Too many requests.',
  SERVER_ERROR: 'Something unexpected; the log has more.',
};

const ErrorCode = builder.enumType('ErrorCode', {
  description: 'What went wrong, for programs. The same codes as in the REST API.',
  values: Object.fromEntries(errors.ERROR_CODES.map((code) => [code, { description: CODES[code] }])) as {
    [Code in errors.ErrorCode]: { description: string };
  },
});

const ErrorInterface = builder.interfaceRef<errors.QbrError>('Error').implement({
  description: 'Something a caller can cause and must be told. Each kind is a type of its own, with data of its own.',
  resolveType: (error) => error.name,
  fields: (t) => ({
    code: t.expose('code', { type: ErrorCode, description: 'What went wrong, for programs.' }),
    message: t.exposeString('message', { description: 'What went wrong, for the person who asked.' }),
    field: t.string({
      nullable: true,
      description:
        'The input at fault: `period`, `entries[2].value`; a metric’s key where its result would be. Null where there is none.',
      resolve: ({ field }) => field,
    }),
  }),
});

/** The types of errors by their class. Where a code belongs to one type, it says what the code means. */
const TYPES = [
  [errors.InvalidPeriodError, CODES.INVALID_PERIOD],
  [errors.InvalidParameterError, CODES.INVALID_PARAMETER],
  [errors.MissingFieldError, CODES.MISSING_FIELD],
  [errors.InvalidValueError, 'A value that is out of range, a text too long, or too many entries.'],
  [errors.InvalidThresholdError, CODES.INVALID_THRESHOLD],
  [errors.OrganizationNotFoundError, CODES.ORGANIZATION_NOT_FOUND],
  [errors.NotFoundError, CODES.NOT_FOUND],
  [errors.RunInProgressError, CODES.RUN_IN_PROGRESS],
  [errors.MetricNotFoundError, CODES.METRIC_NOT_FOUND],
  [errors.PeriodClosedError, CODES.PERIOD_CLOSED],
  [errors.ConflictError, 'A value that changed since it was read. Nothing was stored.'],
  [errors.AlreadyInvitedError, 'An address that was invited before.'],
  [errors.LastAdminError, 'A change after which nobody could manage people any more. Nothing was changed.'],
  [errors.InvalidInputError, 'Several faults of one input, told together. Nothing was stored.'],
] as const;
const CLASSES = TYPES.map(([errorClass]) => errorClass);

for (const [errorClass, description] of TYPES) {
  builder.objectType(errorClass, { name: errorClass.name, description, interfaces: [ErrorInterface] });
}

builder.objectField(errors.RunInProgressError, 'runId', (t) =>
  t.exposeInt('runId', {
    nullable: true,
    description:
      'Its number, by which `collectionProgress` follows it; null where it has only just started and is not recorded yet.',
  }),
);

builder.objectField(errors.MetricNotFoundError, 'key', (t) =>
  t.exposeString('key', { description: 'The name that was given.' }),
);

builder.objectField(errors.PeriodClosedError, 'period', (t) =>
  t.field({
    type: PeriodReport,
    description: 'The closed month.',
    resolve: ({ period, organizationId }, _args, context) => ({
      report: context.report(organizationId),
      period: parsePeriod(period),
    }),
  }),
);

builder.objectField(errors.ConflictError, 'currentUpdatedAt', (t) =>
  t.expose('currentUpdatedAt', {
    type: 'DateTime',
    nullable: true,
    description: 'When the value last changed, as it is now; null where it is absent.',
  }),
);

builder.objectField(errors.InvalidInputError, 'errors', (t) =>
  t.field({
    type: [ErrorInterface],
    description: 'Every fault, each with its own data.',
    // GraphQL throws an error that a resolver returns, unless it is wrapped.
    resolve: ({ errors: faults }) => faults.map((fault) => wrapErrorIfMatches(fault, CLASSES) as errors.QbrError),
  }),
);
