import { InvalidInputError, InvalidValueError, NotFoundError } from '#src/core/errors.ts';
import type { Period } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import type { ReportedPeriod } from '#src/graphql/context.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { Finding } from '#src/graphql/schema/types/finding.ts';
import { acknowledgeFinding, type StoredFinding } from '#src/service/findings/acknowledge.ts';
import { WRITTEN_LIMITS } from '#src/service/limits.ts';
import { addPeriodFields } from './written-period.ts';

const AcknowledgeFindingInput = builder.inputType('AcknowledgeFindingInput', {
  description: 'A finding to acknowledge.',
  fields: (t) => ({
    id: t.int({ required: true, description: 'ID of the finding.' }),
    note: t.string({ description: `Why the value is right; at most ${WRITTEN_LIMITS.noteCharacters}.` }),
  }),
});

interface Acknowledged extends ReportedPeriod<Period> {
  readonly finding: StoredFinding;
}

const AcknowledgeFindingSuccess = builder.objectRef<Acknowledged>('AcknowledgeFindingSuccess').implement({
  description: 'The finding is acknowledged, by this request or by an earlier one.',
  fields: (t) => ({
    finding: t.expose('finding', {
      type: Finding,
      description: 'The finding, with the person who first acknowledged it.',
    }),
  }),
});
addPeriodFields(AcknowledgeFindingSuccess);

const AcknowledgeFindingResult = resultUnion('AcknowledgeFindingResult', {
  description: 'Result of `acknowledgeFinding`.',
  success: AcknowledgeFindingSuccess,
  errors: [NotFoundError, InvalidValueError, InvalidInputError],
});

builder.mutationField('acknowledgeFinding', (t) =>
  t.field({
    type: AcknowledgeFindingResult,
    authScopes: { permission: 'findings:acknowledge' },
    description:
      'Acknowledges a finding: its value is right. The finding is not raised again for the same value. A repeated acknowledgement changes nothing.',
    args: {
      input: t.arg({ type: AcknowledgeFindingInput, required: true, description: 'The finding to acknowledge.' }),
    },
    resolve: async (_root, { input }, context) => {
      const { organizationId } = context.services.schedule;
      const finding = await acknowledgeFinding(context.scope(organizationId), input);
      return { report: context.freshReport(organizationId), period: finding.month, finding };
    },
  }),
);
