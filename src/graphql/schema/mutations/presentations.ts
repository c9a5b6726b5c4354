import {
  InvalidInputError,
  InvalidPeriodError,
  InvalidValueError,
  OrganizationNotFoundError,
  PresentationGapsError,
} from '#src/core/errors.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { loadReached } from '#src/graphql/reached-periods.ts';
import { PeriodReport } from '#src/graphql/schema/types/period-report.ts';
import { Presentation, presentationSettings } from '#src/graphql/schema/types/presentation.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { WRITTEN_LIMITS } from '#src/service/limits.ts';
import { openPresentation } from '#src/service/presentation/open-presentation.ts';
import { presentPeriod } from '#src/service/presentation/present.ts';

mutation('presentPeriod', {
  permission: 'periods:present',
  description:
    'Presents a month or quarter that is over: freezes a copy of everything that is shown of it, as its next version. Nothing replaces an earlier version.',
  input: {
    description: 'A period to present.',
    argument: 'The period to present.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      period: t.field({ type: 'Period', required: true, description: 'The month or quarter; it must have ended.' }),
      note: t.string({ description: `What to remember of it; at most ${WRITTEN_LIMITS.noteCharacters}.` }),
      acceptGaps: t.boolean({
        description: 'Present also where inputs are missing or findings have not been acknowledged.',
      }),
    }),
  },
  resolve: async ({ organizationId, ...request }, context) => {
    const settings = await presentationSettings(context, organizationId);
    const stored = await presentPeriod(context.scope(organizationId), request, settings);
    const report = context.freshReport(organizationId);
    return { report, period: request.period, presentation: openPresentation(report, stored, settings) };
  },
  success: {
    description: 'The period is presented.',
    fields: (t) => ({
      presentation: t.expose('presentation', { type: Presentation, description: 'The new presentation.' }),
      period: t.field({
        type: PeriodReport,
        description: 'The period that was presented.',
        resolve: async ({ report, period }, _args, _context, info) => {
          await loadReached(report, [period], info);
          return { report, period };
        },
      }),
    }),
  },
  errors: [InvalidPeriodError, OrganizationNotFoundError, InvalidValueError, PresentationGapsError, InvalidInputError],
});
