import { InvalidInputError, InvalidValueError, NotFoundError, OrganizationNotFoundError } from '#src/core/errors.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { Finding } from '#src/graphql/schema/types/finding.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { acknowledgeFinding } from '#src/service/findings/acknowledge.ts';
import { WRITTEN_LIMITS } from '#src/service/limits.ts';
import { writtenPeriod } from './written-period.ts';

mutation('acknowledgeFinding', {
  permission: 'findings:acknowledge',
  description:
    'Acknowledges a finding: its value is right. The finding is not raised again for the same value. A repeated acknowledgement changes nothing.',
  input: {
    description: 'A finding to acknowledge.',
    argument: 'The finding to acknowledge.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      id: t.int({ required: true, description: 'ID of the finding.' }),
      note: t.string({ description: `Why the value is right; at most ${WRITTEN_LIMITS.noteCharacters}.` }),
    }),
  },
  resolve: async ({ organizationId, ...input }, { scope, freshReport }) => {
    const finding = await acknowledgeFinding(scope(organizationId), input);
    return { report: freshReport(organizationId), period: finding.month, finding };
  },
  success: {
    description: 'The finding is acknowledged, by this request or by an earlier one.',
    fields: (t) =>
      exposed(t, {
        finding: [Finding, 'The finding, with the person who first acknowledged it.'],
        ...writtenPeriod(t),
      }),
  },
  errors: [OrganizationNotFoundError, NotFoundError, InvalidValueError, InvalidInputError],
});
