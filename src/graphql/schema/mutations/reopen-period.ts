import {
  InvalidInputError,
  InvalidPeriodError,
  InvalidValueError,
  MissingFieldError,
  OrganizationNotFoundError,
} from '#src/core/errors.ts';
import type { Period } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import type { ReportedPeriod } from '#src/graphql/context.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { WRITTEN_LIMITS } from '#src/service/limits.ts';
import { reopenPeriod } from '#src/service/periods/close.ts';
import { addPeriodFields } from './written-period.ts';

const ReopenPeriodInput = builder.inputType('ReopenPeriodInput', {
  description: 'A closed month to reopen.',
  fields: (t) => ({
    organizationId: t.int(ORGANIZATION_INPUT),
    period: t.field({ type: 'Period', required: true, description: 'The month.' }),
    reason: t.string({
      required: true,
      description: `Reason, recorded in the audit trail; at most ${WRITTEN_LIMITS.noteCharacters}.`,
    }),
  }),
});

const ReopenPeriodSuccess = builder.objectRef<ReportedPeriod<Period>>('ReopenPeriodSuccess').implement({
  description: 'The month is open and its values were recalculated.',
});
addPeriodFields(ReopenPeriodSuccess);

const ReopenPeriodResult = resultUnion('ReopenPeriodResult', {
  description: 'Result of `reopenPeriod`.',
  success: ReopenPeriodSuccess,
  errors: [InvalidPeriodError, OrganizationNotFoundError, MissingFieldError, InvalidValueError, InvalidInputError],
});

builder.mutationField('reopenPeriod', (t) =>
  t.field({
    type: ReopenPeriodResult,
    authScopes: { permission: 'periods:close' },
    description:
      'Reopens a closed month and recalculates its values. The reason is recorded. An open month is left unchanged.',
    args: { input: t.arg({ type: ReopenPeriodInput, required: true, description: 'The month to reopen.' }) },
    resolve: async (_root, { input }, context) => {
      await reopenPeriod(context.scope(input.organizationId), input);
      return { report: context.freshReport(input.organizationId), period: input.period };
    },
  }),
);
