import type { PresentationGap as Gap } from '#src/core/errors.ts';
import { Decimal } from '#src/core/number.ts';
import { type Period, periodLabel } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import type { GraphqlContext } from '#src/graphql/context.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import {
  type OpenPresentation,
  openPresentation,
  type PresentedNumber,
} from '#src/service/presentation/open-presentation.ts';
import { findStoredPresentation } from '#src/service/presentation/presentation.ts';
import type { PresentationSettings } from '#src/service/presentation/state.ts';
import type { Report } from '#src/service/report/report.ts';
import { Organization } from './organization.ts';
import { PeriodReport, PeriodStatus } from './period-report.ts';
import { DifferenceState, PresentedDefinition, PresentedDifference, RuleChange } from './presented-difference.ts';
import { DataSource, ThresholdStatus, ValueState } from './vocabulary.ts';

/** What an organization's presentations need beside what is stored. */
export async function presentationSettings(
  { services }: GraphqlContext,
  organizationId: number,
): Promise<PresentationSettings> {
  return { rules: await services.rulesOf(organizationId) };
}

const PresentationGapKind = enumOf('PresentationGapKind', 'What a person should know before a period is presented.', {
  missing_input: 'An input is absent.',
  open_finding: 'A finding has not been acknowledged.',
});

export const PresentationGap = builder.objectRef<Gap>('PresentationGap').implement({
  description: 'A missing input or an open finding of a period that is presented.',
  fields: (t) => ({
    kind: t.expose('kind', { type: PresentationGapKind, description: 'What it is.' }),
    period: t.field({ type: 'Period', description: 'The month.', resolve: ({ period }) => period as Period }),
    metric: t.exposeString('metric', { description: 'Key of the metric.' }),
    message: t.exposeString('message', { description: 'The input and its month, or the finding in a sentence.' }),
  }),
});

const INCLUDE_MONTHS = {
  required: true,
  defaultValue: false,
  description: 'Of a quarter, also the values of its months.',
} as const;

const PresentedValue = builder.objectRef<PresentedNumber>('PresentedValue').implement({
  description: 'A metric or SmartNumber as it was shown when its period was presented.',
  fields: (t) =>
    exposed(t, {
      definition: [PresentedDefinition, 'What it was, as it was defined then.'],
      period: ['Period', 'The month or quarter.'],
      value: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'The value; null if it was absent.',
        resolve: ({ value }) => (value === null ? null : new Decimal(value)),
      }),
      formatted: t.string({ description: 'As it was displayed.', resolve: ({ display }) => display }),
      state: [ValueState, 'Whether there was a value and, if not, why.'],
      status: [ThresholdStatus, 'Status against the thresholds of then.'],
      months: [['Period'], 'The months it was computed on.'],
      source: [nullable(DataSource), 'Its origin; null if it was absent.'],
      enteredBy: [nullable('String'), 'Who had entered it by hand; null for any other value.'],
      notes: [nullable('String'), 'Notes on it; null if there were none.'],
      calculation: [nullable('String'), 'The calculation with its values; null for a value without one.'],
      change: [nullable('String'), 'The change since the preceding period as displayed; null if not comparable.'],
    }),
});

export const Presentation = builder.objectRef<OpenPresentation>('Presentation').implement({
  description:
    'What was presented of a period: a copy of everything that was shown, which nothing changes any more, and what has become of it since.',
  fields: (t) =>
    exposed(t, {
      period: ['Period', 'The month or quarter.'],
      label: t.string({
        description: 'The period formatted for display.',
        resolve: ({ period }) => periodLabel(period),
      }),
      version: ['Int', 'Number of the presentation among those of the period, from 1.'],
      presentedAt: ['DateTime', 'When it was presented.'],
      presentedBy: ['String', 'Who presented it.'],
      note: [nullable('String'), 'What to remember of it; null without a note.'],
      digest: ['String', 'SHA-256 of the canonical form (RFC 8785) of `content`; also in the audit trail.'],
      status: t.field({
        type: PeriodStatus,
        description: 'Status of the period when it was presented.',
        resolve: async (each) => (await each.content()).status,
      }),
      gaps: t.field({
        type: [PresentationGap],
        description: 'Missing inputs and open findings when it was presented.',
        resolve: async (each) => [...(await each.gaps())],
      }),
      values: t.field({
        type: [PresentedValue],
        description: 'The SmartNumbers and metrics that were shown, absent ones included.',
        args: { includeMonths: t.arg.boolean(INCLUDE_MONTHS) },
        resolve: async (each, { includeMonths }) => [...(await each.values(includeMonths))],
      }),
      ruleChanges: t.field({
        type: [RuleChange],
        description:
          'Rules that are others now: formulas, mapping of accounts, basis, closing date, rules for devices and boards, time zone, thresholds.',
        resolve: async (each, _args, { preventCaching }) => {
          preventCaching();
          return [...(await each.since()).rules];
        },
      }),
      differences: t.field({
        type: [PresentedDifference],
        description: 'Each value that was presented or is stored now, with what has become of it; SmartNumbers first.',
        args: {
          states: t.arg({ type: [DifferenceState], description: 'Only these; all if omitted.' }),
          includeMonths: t.arg.boolean(INCLUDE_MONTHS),
        },
        resolve: async (each, { states, includeMonths }, { preventCaching }) => {
          preventCaching();
          return [...(await each.differences({ states: states ?? null, includeMonths }))];
        },
      }),
      changedCount: t.int({
        description: 'How many numbers of the period have changed, appeared or disappeared since.',
        resolve: async (each, _args, { preventCaching }) => {
          preventCaching();
          return each.changedCount();
        },
      }),
      content: t.field({
        type: 'JSON',
        description: 'Everything that was shown, as it was frozen: `docs/presentations.md`.',
        resolve: (each) => each.content(),
      }),
    }),
});

builder.objectField(PeriodReport, 'presentations', (t) =>
  t.field({
    type: [Presentation],
    description: 'What was presented of the period, newest first.',
    resolve: async ({ report, period }, _args, context) => {
      const stored = await report.pages.presentations(period);
      if (stored.length === 0) return [];
      const settings = await presentationSettings(context, report.scope.organization.id);
      return stored.map((each) => openPresentation(report, each, settings));
    },
  }),
);

builder.objectField(Organization, 'presentation', (t) =>
  t.field({
    type: Presentation,
    nullable: true,
    description: 'What was presented of a period; null if there is no such presentation.',
    args: {
      period: t.arg({ type: 'Period', required: true, description: 'The month or quarter.' }),
      version: t.arg.int({ description: 'Its number; the newest of the period if omitted.' }),
    },
    resolve: async ({ id }, { period, version }, context) => {
      const report: Report = context.report(id);
      const stored = await findStoredPresentation(report.scope, { period, version: version ?? undefined });
      return stored && openPresentation(report, stored, await presentationSettings(context, id));
    },
  }),
);
