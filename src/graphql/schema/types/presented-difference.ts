import { Decimal } from '#src/core/number.ts';
import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import type {
  PresentedDifference as Difference,
  DifferencePart as Part,
  ReportedDifference,
} from '#src/service/presentation/differences.ts';
import { PART_WORDS, reportDifference } from '#src/service/presentation/differences.ts';
import type { RuleChange as Change, NamedDefinition } from '#src/service/presentation/open-presentation.ts';
import { sentenceOfRule } from '#src/service/presentation/open-presentation.ts';
import { ChangeContribution } from './change-attribution.ts';
import { ValueFormat } from './vocabulary.ts';

const PresentedKind = builder.enumType('PresentedKind', {
  description: 'What a presented value is of.',
  values: {
    METRIC: { value: 'metric' as const, description: 'A metric.' },
    SMART_NUMBER: { value: 'smartNumber' as const, description: 'A SmartNumber.' },
  },
});

export const PresentedDefinition = builder.objectRef<NamedDefinition>('PresentedDefinition').implement({
  description: 'A metric or SmartNumber as it was defined when it was presented.',
  fields: (t) =>
    exposed(t, {
      key: ['String', 'Key of the metric or SmartNumber.'],
      kind: [PresentedKind, 'Metric or SmartNumber; `lost_mrr` names both.'],
      label: ['String', 'Display name, as it was then.'],
      category: ['String', 'Category, as it was then.'],
      format: [ValueFormat, 'How its values are displayed.'],
      description: ['String', 'What it measures.'],
      formula: [nullable('String'), 'Its formula; null for a metric that is not calculated.'],
    }),
});

export const DifferenceState = enumOf('DifferenceState', 'What has become of a presented value.', {
  SAME: 'It is stored as it was presented.',
  CHANGED: 'Another value is stored now.',
  NEW: 'It was absent, and has a value now.',
  GONE: 'It had a value, and is absent now.',
});

const RuleKind = enumOf('RuleKind', 'Kind of a rule that decides values or how they are judged.', {
  FORMULA: 'The text of a formula.',
  DEFINITION: 'Aggregation, rounding, display or source of a metric.',
  ACCOUNT_MAPPING: 'Which accounts make which metric.',
  BASIS: 'Accrual or cash basis of the books.',
  CLOSING_DATE: 'The closing date of the books.',
  DEVICES: 'Which devices count.',
  BOARDS: 'Which boards and statuses of tickets count.',
  TIME_ZONE: 'Where months begin.',
  THRESHOLD: 'A limit that values are judged by.',
});

export const RuleChange = builder.objectRef<Change>('RuleChange').implement({
  description: 'A rule that is another one than when the period was presented. Its effect is never attributed to data.',
  fields: (t) =>
    exposed(t, {
      kind: [RuleKind, 'Kind of the rule.'],
      subject: ['String', 'What it is a rule for.'],
      period: [nullable('Period'), 'The month, where it is that of one month.'],
      before: [nullable('String'), 'The rule of then, in words; null if there was none.'],
      after: [nullable('String'), 'The rule of now, in words; null if there is none.'],
      message: t.string({ description: 'The change in a sentence.', resolve: sentenceOfRule }),
    }),
});

const DifferencePartKind = enumOf('DifferencePartKind', 'What a part of a difference comes from, beside the inputs.', {
  FORMULA: 'Changed formulas and definitions.',
  ACCOUNT_MAPPING: 'Another mapping of accounts.',
  BASIS: 'Another basis of the books.',
  DEVICES: 'Other rules for devices.',
  BOARDS: 'Other boards or statuses of tickets.',
  TIME_ZONE: 'Months that begin elsewhere.',
  COVERAGE: 'Data of another number of months.',
});

const DifferencePart = builder.objectRef<Part>('DifferencePart').implement({
  description: 'What a changed rule, or another number of months, contributes to a difference.',
  fields: (t) =>
    exposed(t, {
      kind: [DifferencePartKind, 'Where it comes from.'],
      label: t.string({ description: 'The same in words.', resolve: ({ kind }) => PART_WORDS[kind] }),
      contribution: ['Decimal', 'What it contributes, rounded to 8 decimals.'],
      exact: ['String', '`contribution` as an exact fraction in lowest terms.'],
      formatted: ['String', 'The contribution formatted for display.'],
    }),
});

const DifferenceAttribution = builder.objectRef<ReportedDifference>('DifferenceAttribution').implement({
  description:
    'Why a value is another one than was presented: first what changed rules make of the presented data, then the data under the rules of now. `parts` and `contributions` add up to `total` with nothing left over.',
  fields: (t) =>
    exposed(t, {
      attributable: ['Boolean', 'Whether the difference could be divided.'],
      reason: [nullable('String'), 'Why it could not; null if it could.'],
      total: [
        nullable('Decimal'),
        'The difference of the exact values, rounded to 8 decimals; null if not attributable.',
      ],
      exact: [nullable('String'), '`total` as an exact fraction in lowest terms; null if not attributable.'],
      formatted: [nullable('String'), 'The difference formatted for display; null if not attributable.'],
      sentence: [nullable('String'), 'The largest contributions in a sentence; null if not attributable.'],
      parts: [[DifferencePart], 'What changed rules and coverage contribute, in the order in which they are applied.'],
      contributions: [[ChangeContribution], 'What each input contributes that changed, the largest first.'],
    }),
});

const decimalOf = (text: string | null): Decimal | null => (text === null ? null : new Decimal(text));

export const PresentedDifference = builder.objectRef<Difference>('PresentedDifference').implement({
  description: 'A value as it was presented, beside what is stored now.',
  fields: (t) =>
    exposed(t, {
      definition: t.field({
        type: PresentedDefinition,
        description: 'What it is, as it was defined when it was presented.',
        resolve: ({ definition, kind }) => ({ ...definition, kind }),
      }),
      period: ['Period', 'The month or quarter.'],
      state: [DifferenceState, 'What has become of it.'],
      presented: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'As presented; null if it was absent.',
        resolve: ({ presented }) => decimalOf(presented),
      }),
      now: t.field({
        type: 'Decimal',
        nullable: true,
        description: 'As stored now; null if it is absent.',
        resolve: ({ now }) => decimalOf(now),
      }),
      presentedFormatted: t.string({
        description: 'As it was displayed.',
        resolve: ({ presentedDisplay }) => presentedDisplay,
      }),
      nowFormatted: t.string({ description: 'As it is displayed now.', resolve: ({ nowDisplay }) => nowDisplay }),
      remarks: t.exposeStringList('remarks', {
        description: 'What else differs: origin, note, status, months it was computed on.',
      }),
      attribution: t.field({
        type: DifferenceAttribution,
        description: 'Why it moved. Of a value that is the same, what cancels out.',
        resolve: (difference) => reportDifference(difference),
      }),
    }),
});
