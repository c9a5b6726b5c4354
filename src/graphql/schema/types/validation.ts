import { monthsOf, periodLabel } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import {
  type Difference,
  type ExerciseKind,
  type MonthProblem,
  type Night,
  type NightProblem,
  type TieOut,
  type ValidatedMonth,
  type ValidatedQuarter,
  type Validation as ValidationShape,
  type VendorOfMonth,
  validate,
} from '#src/service/validation/validation.ts';
import { Organization } from './organization.ts';
import { PeriodStatus } from './period-report.ts';
import { TieOutState } from './tie-out.ts';

const NightProblemKind = enumOf<NightProblem['kind']>('NightProblemKind', 'Why a night is not good.', {
  not_run: 'No collection started at its time.',
  failed: 'A collection failed, for a vendor or as a whole.',
  vendor_missing: 'A vendor was not collected.',
  running_month_still: 'Nothing of the running month changed.',
  earlier_month_moved: 'A collection changed an earlier month.',
  findings_open: 'Findings of the night are not acknowledged.',
});

const NightProblemType = builder.objectRef<NightProblem>('NightProblem').implement({
  description: 'Why a night is not good.',
  fields: (t) =>
    exposed(t, { kind: [NightProblemKind, 'The kind of problem.'], message: ['String', 'The problem in words.'] }),
});

const ValidatedNight = builder.objectRef<Night>('ValidatedNight').implement({
  description: 'A night of the collection, from its scheduled time until the next one.',
  fields: (t) =>
    exposed(t, {
      date: ['String', 'Local date of its scheduled time: `2026-11-12`.'],
      scheduledFor: ['DateTime', 'Its scheduled time.'],
      runId: [nullable('Int'), 'ID of the collection at its time; null if there was none.'],
      startedAt: [nullable('DateTime'), 'When that collection started.'],
      isGood: ['Boolean', 'Whether it has no problem.'],
      problems: [[NightProblemType], 'Why it is not good; empty if it is.'],
      notes: t.exposeStringList('notes', { description: 'What was seen and is no problem, in sentences.' }),
    }),
});

const MonthProblemKind = enumOf<MonthProblem['kind']>('MonthProblemKind', 'Why a month is not verified.', {
  vendor_missing: 'No collection has read a vendor, whose values are absent.',
  inputs_missing: 'Inputs are missing.',
  findings_open: 'Findings are not acknowledged.',
  tie_out_differs: 'Net profit does not tie to the books, or a value not to its vendor.',
  recomputation_differs: 'Stored values differ from those recomputed by the second path.',
});

const MonthProblemType = builder.objectRef<MonthProblem>('MonthProblem').implement({
  description: 'Why a month is not verified.',
  fields: (t) =>
    exposed(t, { kind: [MonthProblemKind, 'The kind of problem.'], message: ['String', 'The problem in words.'] }),
});

const ValidatedVendor = builder.objectRef<VendorOfMonth>('ValidatedVendor').implement({
  description: 'How a vendor’s values of a month were collected.',
  fields: (t) =>
    exposed(t, {
      name: ['String', 'Display name of the vendor.'],
      runId: [nullable('Int'), 'ID of the collection that last stored or confirmed them; null if none has.'],
      collectedAt: [nullable('DateTime'), 'When that was.'],
      state: ['String', 'How they came, in words.'],
      absent: t.exposeStringList('absent', { description: 'Labels of its values that are absent.' }),
    }),
});

const TieOutType = builder.objectRef<TieOut>('ValidatedTieOut').implement({
  description: 'Whether a month’s values tie to what they are compared with.',
  fields: (t) =>
    exposed(t, {
      state: [TieOutState, 'Whether they do.'],
      reason: [nullable('String'), 'By how much they differ, or why they were not compared; null if they tie.'],
    }),
});

const DifferenceType = builder.objectRef<Difference>('RecomputationDifference').implement({
  description: 'A stored value that the second path does not give.',
  fields: (t) =>
    exposed(t, {
      key: ['String', 'Key of the metric or SmartNumber.'],
      label: ['String', 'Its display name.'],
      stored: [nullable('String'), 'The stored value; null if it is absent.'],
      derived: [nullable('String'), 'The recomputed value; null if it is absent.'],
    }),
});

const ValidatedMonthType = builder.objectRef<ValidatedMonth>('ValidatedMonth').implement({
  description: 'A month with how it was collected, checked and recomputed.',
  fields: (t) =>
    exposed(t, {
      period: t.expose('month', { type: 'Period', description: 'The month.' }),
      label: t.string({ description: 'Display name: `January 2025`.', resolve: ({ month }) => periodLabel(month) }),
      status: [PeriodStatus, 'Its status.'],
      vendors: [[ValidatedVendor], 'How each vendor’s values were collected.'],
      missing: t.exposeStringList('missing', { description: 'Labels of missing inputs.' }),
      openFindings: t.int({ description: 'Findings that nobody has acknowledged.', resolve: (m) => m.findings.open }),
      acknowledgedFindings: t.int({
        description: 'Findings that somebody has acknowledged.',
        resolve: (month) => month.findings.acknowledged,
      }),
      resolvedFindings: t.int({
        description: 'Findings that ceased to hold by themselves.',
        resolve: (month) => month.findings.resolved,
      }),
      booksTieOut: [TieOutType, 'Net profit beside Net Income of the books.'],
      vendorTieOut: [TieOutType, 'Stored values beside what the vendors say now.'],
      compared: t.int({
        description: 'Values recomputed by the second path.',
        resolve: (m) => m.recomputation.compared,
      }),
      differences: t.field({
        type: [DifferenceType],
        description: 'Values that are stored otherwise.',
        resolve: (month) => month.recomputation.differences,
      }),
      problems: [[MonthProblemType], 'Why it is not verified.'],
      isVerified: ['Boolean', 'Whether it has ended and has no problem.'],
    }),
});

const ValidatedQuarterType = builder.objectRef<ValidatedQuarter>('ValidatedQuarter').implement({
  description: 'A quarter whose stored values were recomputed by the second path.',
  fields: (t) =>
    exposed(t, {
      period: t.expose('quarter', { type: 'Period', description: 'The quarter.' }),
      compared: t.int({ description: 'Values recomputed.', resolve: (each) => each.recomputation.compared }),
      differences: t.field({
        type: [DifferenceType],
        description: 'Values that are stored otherwise.',
        resolve: (each) => each.recomputation.differences,
      }),
    }),
});

const ExerciseKindType = enumOf<ExerciseKind>('ExerciseKind', 'What a person tries before the collection is trusted.', {
  entry: 'Manual entry of a value.',
  override: 'Override of a collected or calculated value.',
  release: 'Release of a manual entry.',
  recollection: 'Re-collection that overwrites frozen values.',
});

const ExerciseType = builder.objectRef<ValidationShape['exercises'][number]>('Exercise').implement({
  description: 'When something was last exercised, from the audit trail.',
  fields: (t) =>
    exposed(t, {
      kind: [ExerciseKindType, 'What it is.'],
      at: [nullable('DateTime'), 'When it was last exercised; null if never.'],
      by: [nullable('String'), 'Who did it; null if nobody.'],
    }),
});

const Validation = builder.objectRef<ValidationShape>('Validation').implement({
  description: 'The report that is read before the nightly collection is enabled.',
  fields: (t) =>
    exposed(t, {
      from: ['Period', 'The first month.'],
      to: ['Period', 'The last month.'],
      passed: ['Boolean', 'Whether the last nine nights were good.'],
      goodNights: t.int({
        description: 'How many of the newest nights are good without a bad one between, at most nine.',
        resolve: ({ goodInARow }) => goodInARow,
      }),
      reasons: t.exposeStringList('reasons', { description: 'Why it has not passed, in sentences.' }),
      nights: [[ValidatedNight], 'The last nine nights, oldest first.'],
      months: [[ValidatedMonthType], 'Every month, oldest first.'],
      quarters: [[ValidatedQuarterType], 'The quarters of these months, oldest first.'],
      exercises: [[ExerciseType], 'What was tried by hand, and when last.'],
    }),
});

builder.objectField(Organization, 'validation', (t) =>
  t.field({
    type: Validation,
    description:
      'Validates what is stored, and the last nine nights of the collection: every month is recomputed from what was collected and entered, by a second path.',
    args: {
      from: t.arg({ type: 'Period', description: 'First month; if omitted, the oldest one that has a value.' }),
      to: t.arg({ type: 'Period', description: 'Last month; if omitted, the running one.' }),
    },
    resolve: async ({ id }, { from, to }, context) => {
      context.preventCaching();
      const months = { from: (from && monthsOf(from)[0]) ?? null, to: (to && monthsOf(to).at(-1)) ?? null };
      const cron = await context.services.schedule.cron(context.scope(id));
      return validate(context.report(id), { ...months, cron });
    },
  }),
);
