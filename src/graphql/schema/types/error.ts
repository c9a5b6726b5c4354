import { wrapErrorIfMatches } from '@pothos/plugin-errors';
import * as errors from '#src/core/errors.ts';
import { parsePeriod } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { loadReached } from '#src/graphql/reached-periods.ts';
import { FileProblem } from './file-problem.ts';
import { PeriodReport } from './period-report.ts';
import { PresentationGap } from './presentation.ts';

/** Descriptions of the codes of core/errors.ts. */
const CODES: Readonly<Record<errors.ErrorCode, string>> = {
  INVALID_PERIOD: 'A period that is malformed or not allowed here: in the future, or not yet ended.',
  MISSING_PERIOD: 'A required period is missing.',
  INVALID_PARAMETER: 'An input of the wrong type, or not allowed here.',
  INVALID_PARAMETERS: 'Inputs that cannot be combined.',
  INVALID_PERIOD_RANGE: 'A range that starts after it ends.',
  RANGE_TOO_LARGE: 'A range with too many periods for one request.',
  MISSING_QB_DATA: 'Required figures from QuickBooks are absent.',
  MISSING_FIELD: 'A required input is missing.',
  MISSING_DATA: 'The list of items to store is missing or empty.',
  INVALID_VALUE: 'A value that is out of range, a text too long, too many entries, or several faults in one input.',
  INVALID_JSON: 'The body is not JSON.',
  INVALID_THRESHOLD: 'A warning on the wrong side of its critical threshold, or a required bound that is missing.',
  UNAUTHENTICATED: 'Missing or invalid credentials.',
  FORBIDDEN: 'The caller lacks the permission.',
  PERIOD_CLOSED: 'The month is closed: its values cannot change until it is reopened.',
  PERIOD_NOT_FOUND: 'Nothing is stored for the period.',
  ORGANIZATION_NOT_FOUND: 'The organization does not exist, or the caller does not belong to it.',
  VENDOR_NOT_FOUND: 'The vendor does not exist.',
  METRIC_NOT_FOUND: 'No metric or SmartNumber has this key or label.',
  CONFLICT: 'The value changed since it was read.',
  RUN_IN_PROGRESS: 'A collection is already running; the message names who started it.',
  NOT_FOUND: 'The ID or path does not exist.',
  METHOD_NOT_ALLOWED: 'The path does not support the method.',
  GONE: 'The path was withdrawn.',
  PAYLOAD_TOO_LARGE: 'The body is too large.',
  UNSUPPORTED_MEDIA_TYPE: 'The content type of the body is not JSON.',
  RATE_LIMITED: 'Too many requests.',
  SERVER_ERROR: 'An unexpected error; the server log has the details.',
};

const ErrorCode = enumOf('ErrorCode', 'Machine-readable code of an error, the same as in the REST API.', CODES);

const ErrorInterface = builder.interfaceRef<errors.QbrError>('Error').implement({
  description: 'An expected error that the caller can handle. Each kind has its own type and fields.',
  resolveType: (error) => error.name,
  fields: (t) => ({
    code: t.expose('code', { type: ErrorCode, description: 'Machine-readable code.' }),
    message: t.exposeString('message', { description: 'Human-readable message.' }),
    field: t.string({
      nullable: true,
      description:
        'The invalid input: `period`, `entries[2].value`; the key of a metric whose result would be invalid. Null if no single input is.',
      resolve: ({ field }) => field,
    }),
  }),
});

/** Error classes with the descriptions of their GraphQL types. */
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
  [errors.AlreadyInvitedError, 'The address has already been invited.'],
  [errors.ConflictingSlugError, 'Another organization has the slug. Nothing was changed.'],
  [errors.LastAdminError, 'The change would leave nobody who can manage people. Nothing was changed.'],
  [errors.LastOperatorError, 'The change would leave no operator who can sign in. Nothing was changed.'],
  [errors.SecondAdminRequiredError, 'A proposal that its proposer wants to approve. Another admin must.'],
  [
    errors.ProposalEndedError,
    'A proposal that was decided, expired or was overtaken by a change of its month, or whose proposer is no longer an admin.',
  ],
  [errors.SecretKeyMissingError, 'A secret that cannot be stored, because the server has no key to seal it with.'],
  [errors.SecretNotOpenedError, 'A secret that cannot be stored beside others that no configured key opens.'],
  [errors.RateLimitedError, CODES.RATE_LIMITED],
  [errors.RefusedFileError, 'A file in which something was refused. Nothing of it was stored.'],
  [
    errors.ImportChangedError,
    'An import that would do something else than its preview showed, or an undoing that would lose a later change. Nothing was changed.',
  ],
  [
    errors.ValidationNotPassedError,
    'The validation of the nightly collection has not passed. Nothing was changed; confirm with `acceptUnvalidated`.',
  ],
  [
    errors.PresentationGapsError,
    'A period with missing inputs or open findings is to be presented. Nothing was presented; confirm with `acceptGaps`.',
  ],
  [errors.InvalidInputError, 'Several faults in one input, reported together. Nothing was stored.'],
] as const;
const CLASSES = TYPES.map(([errorClass]) => errorClass);

for (const [errorClass, description] of TYPES) {
  builder.objectType(errorClass, { name: errorClass.name, description, interfaces: [ErrorInterface] });
}

builder.objectField(errors.RunInProgressError, 'runId', (t) =>
  t.exposeInt('runId', {
    nullable: true,
    description:
      'ID of the running collection, for `collectionProgress`; null if it has just started and is not recorded yet.',
  }),
);

builder.objectField(errors.MetricNotFoundError, 'key', (t) =>
  t.exposeString('key', { description: 'The unknown key or label.' }),
);

builder.objectField(errors.PresentationGapsError, 'gaps', (t) =>
  t.field({
    type: [PresentationGap],
    description: 'What is missing or has not been acknowledged.',
    resolve: ({ gaps }) => [...gaps],
  }),
);

builder.objectField(errors.PeriodClosedError, 'period', (t) =>
  t.field({
    type: PeriodReport,
    description: 'The closed month.',
    resolve: async ({ period, organizationId }, _args, context, info) => {
      const closed = { report: context.report(organizationId), period: parsePeriod(period) };
      await loadReached(closed.report, [closed.period], info);
      return closed;
    },
  }),
);

builder.objectField(errors.ConflictError, 'currentUpdatedAt', (t) =>
  t.expose('currentUpdatedAt', {
    type: 'DateTime',
    nullable: true,
    description: 'Current `updatedAt` of the value; null if it is absent.',
  }),
);

builder.objectField(errors.RefusedFileError, 'problems', (t) =>
  t.field({
    type: [FileProblem],
    description: 'Everything that was refused, with its place in the file.',
    resolve: ({ problems }) => problems,
  }),
);

builder.objectField(errors.ImportChangedError, 'laterChanges', (t) =>
  t.exposeStringList('laterChanges', {
    description: 'What has changed since, each in words; empty if it is not known.',
  }),
);

builder.objectField(errors.ValidationNotPassedError, 'reasons', (t) =>
  t.exposeStringList('reasons', { description: 'Why the validation has not passed, in sentences.' }),
);

builder.objectField(errors.InvalidInputError, 'errors', (t) =>
  t.field({
    type: [ErrorInterface],
    description: 'All faults, each with its own fields.',
    // GraphQL throws an error that a resolver returns, unless it is wrapped.
    resolve: ({ errors: faults }) => faults.map((fault) => wrapErrorIfMatches(fault, CLASSES) as errors.QbrError),
  }),
);
