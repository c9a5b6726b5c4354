import { InvalidInputError, InvalidValueError, NotFoundError } from '#src/core/errors.ts';
import type { Period } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import type { ReportedPeriod } from '#src/graphql/context.ts';
import { resultUnion } from '#src/graphql/result-union.ts';
import { Finding } from '#src/graphql/schema/types/finding.ts';
import { acknowledgeFinding, type StoredFinding } from '#src/service/findings/acknowledge.ts';
import { WRITTEN_LIMITS } from '#src/service/limits.ts';
import { showWrittenPeriod } from './written-period.ts';

const AcknowledgeFindingInput = builder.inputType('AcknowledgeFindingInput', {
  description: 'A finding that somebody has looked at.',
  fields: (t) => ({
    id: t.int({ required: true, description: 'Its number.' }),
    note: t.string({ description: `Why the value is right; at most ${WRITTEN_LIMITS.noteCharacters}.` }),
  }),
});

interface Acknowledged extends ReportedPeriod<Period> {
  readonly finding: StoredFinding;
}

const AcknowledgeFindingSuccess = builder.objectRef<Acknowledged>('AcknowledgeFindingSuccess').implement({
  description: 'The finding is acknowledged, now or since somebody did so before.',
  fields: (t) => ({
    finding: t.expose('finding', { type: Finding, description: 'The finding, with who acknowledged it first.' }),
  }),
});
showWrittenPeriod(AcknowledgeFindingSuccess);

const AcknowledgeFindingResult = resultUnion('AcknowledgeFindingResult', {
  description: 'What became of a finding that was to be acknowledged.',
  success: AcknowledgeFindingSuccess,
  errors: [NotFoundError, InvalidValueError, InvalidInputError],
});

builder.mutationField('acknowledgeFinding', (t) =>
  t.field({
    type: AcknowledgeFindingResult,
    authScopes: { permission: 'findings:acknowledge' },
    description:
      'Says that somebody has looked at a finding and that its value is right. It does not come back for the same value. Acknowledging it twice keeps the first.',
    args: { input: t.arg({ type: AcknowledgeFindingInput, required: true, description: 'What to acknowledge.' }) },
    resolve: async (_root, { input }, context) => {
      const { organizationId } = context.services.schedule;
      const finding = await acknowledgeFinding(context.scope(organizationId), input);
      return { report: context.reportAnew(organizationId), period: finding.month, finding };
    },
  }),
);
