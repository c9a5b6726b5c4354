import { builder } from '#src/graphql/builder.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import type { MonthContribution, ReportedAttribution, ReportedContribution } from '#src/service/report/attribution.ts';
import { MetricDefinition } from './definition.ts';

const ContributionMonth = builder.objectRef<MonthContribution>('ContributionMonth');

ContributionMonth.implement({
  description: 'A month’s part of a contribution.',
  fields: (t) =>
    exposed(t, {
      period: ['Period', 'The month, of the later period.'],
      contribution: ['Decimal', 'Its part, rounded to 8 decimals.'],
      formatted: ['String', 'Its part formatted for display; those of all months add up to the shown contribution.'],
    }),
});

export const ChangeContribution = builder.objectRef<ReportedContribution>('ChangeContribution');

ChangeContribution.implement({
  description: 'What an input that changed contributes to the change of a value.',
  fields: (t) =>
    exposed(t, {
      definition: [MetricDefinition, 'The input: a metric that was collected or entered by hand.'],
      before: [
        'Decimal',
        'The input in the earlier period, rounded to 8 decimals; of a quarter over the months that its value covers.',
      ],
      formattedBefore: ['String', '`before`, formatted for display.'],
      after: ['Decimal', 'The same in the later period.'],
      formattedAfter: ['String', '`after`, formatted for display.'],
      contribution: [
        'Decimal',
        'What it contributes, in the unit of the value that changed, rounded to 8 decimals; 0 where its effects cancel out.',
      ],
      exact: ['String', '`contribution` as an exact fraction in lowest terms: `-3/20`, `7/1`.'],
      share: [
        nullable('Decimal'),
        '`contribution` as a fraction of the change, negative where it counteracts; null where the contributions cancel out.',
      ],
      formatted: [
        'String',
        'The contribution formatted for display (`+$1,250.00`, `-3.10 points`); those of all inputs add up to the shown change.',
      ],
      months: [
        [ContributionMonth],
        'The contribution by the months of the later period, in the proportion in which they changed the input; empty where the periods cannot be compared month by month.',
      ],
    }),
});

export const ChangeAttribution = builder.objectRef<ReportedAttribution>('ChangeAttribution');

ChangeAttribution.implement({
  description:
    'The change of a value, divided among the inputs that changed: the mean, over all orders of changing them one by one, of what each changes (Shapley value).',
  fields: (t) =>
    exposed(t, {
      attributable: ['Boolean', 'Whether the change could be divided.'],
      reason: [nullable('String'), 'Why it could not; null if it could.'],
      total: [
        nullable('Decimal'),
        'The change of the exact values, before they are rounded, rounded to 8 decimals; null if not attributable.',
      ],
      exact: [
        nullable('String'),
        '`total` as an exact fraction in lowest terms, to which the contributions add up; null if not attributable.',
      ],
      formatted: [
        nullable('String'),
        'The change formatted for display, of percentages in percentage points: `-1.82 points`; null if not attributable.',
      ],
      sentence: [
        nullable('String'),
        'The largest contributions in a sentence: `Net Profit % -1.82 points: Employee Expense -3.10, …`; null if not attributable.',
      ],
      contributions: [
        [ChangeContribution],
        'What each input contributes that changed, the largest first. Empty if nothing changed, or if not attributable.',
      ],
    }),
});
