import { isInReview, METRICS, type MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS, type SmartNumberDefinition } from '#src/core/metrics/smart-number-registry.ts';
import { RATIO_PLACES } from '#src/core/number.ts';
import { periodLabel } from '#src/core/period.ts';
import { BETTER_WORDS, METRIC_SOURCE_WORDS } from '#src/core/review-words.ts';
import { DOCUMENT_POLICY, htmlDocument } from '#src/files/html-document.ts';
import { markdownDocument } from '#src/files/markdown-document.ts';
import type { Block, Text, TextDocument } from '#src/files/text-document.ts';
import { loadOrganization, type Report } from '#src/service/report/report.ts';
import { aggregationSql, devicesSql, formulaSql, readingSql } from '#src/store/reference-sql.ts';
import { type ExampleQuarter, newestQuarter, sampleQuarter } from './example-quarter.ts';
import { queryOf, type VendorRules } from './vendor-queries.ts';
import { type Explained, inputsOf, workedExample } from './worked-example.ts';

/** The calculation reference, in both ways that it is written. */
export interface Reference {
  readonly markdown: string;
  readonly html: string;
}

/** The content security policy of its page. */
export const REFERENCE_POLICY = DOCUMENT_POLICY;

/** What a reference is made for. */
interface Subject {
  /** Null for one without an organization. */
  readonly organization: { readonly id: number; readonly name: string } | null;
  readonly own: ExampleQuarter;
  readonly sample: ExampleQuarter;
  readonly rules: VendorRules;
}

/**
 * The calculation reference of an organization: every metric and SmartNumber with what it is computed from and how, and a worked
 * example with its newest complete quarter; sample numbers where it has none.
 * @throws OrganizationNotFoundError; UnauthenticatedError, ForbiddenError
 */
export async function calculationReference(report: Report, rules: VendorRules): Promise<Reference> {
  await loadOrganization(report);
  const sample = sampleQuarter();
  const own = (await newestQuarter(report)) ?? sample;
  const document = referenceDocument({ organization: report.data.organization(), own, sample, rules });
  return { markdown: markdownDocument(document), html: htmlDocument(document) };
}

/** The calculation reference with sample numbers alone, in Markdown: `docs/calculation-reference.md`. */
export function sampleReference(rules: VendorRules): string {
  const sample = sampleQuarter();
  return markdownDocument(referenceDocument({ organization: null, own: sample, sample, rules }));
}

function referenceDocument(subject: Subject): TextDocument {
  const { organization, own } = subject;
  return {
    title: organization === null ? 'Calculation reference' : `Calculation reference of ${organization.name}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `How every metric and SmartNumber is computed, for review without the program. Generated from the definitions that the program computes by. The worked examples have ${own.isSample ? 'sample numbers' : `the stored numbers of ${periodLabel(own.quarter)}`}; each can be recomputed from the numbers beside it.`,
      },
      ...readingRules(),
      { kind: 'heading', level: 2, text: 'SmartNumbers' },
      {
        kind: 'list',
        items: SMART_NUMBERS.map((definition, index): Text => [{ heading: titleOf(definition, index) }]),
      },
      ...SMART_NUMBERS.flatMap((definition, index) => smartNumberSection(definition, index, subject)),
      { kind: 'heading', level: 2, text: 'Metrics' },
      { kind: 'list', items: METRICS.map(({ label }): Text => [{ heading: label }]) },
      ...METRICS.flatMap((metric) => metricSection(metric, subject)),
    ],
  };
}

/** How to read the sections; see docs/calculations.md for all rules. */
function readingRules(): Block[] {
  return [
    { kind: 'heading', level: 2, text: 'How to compute by hand' },
    {
      kind: 'list',
      items: [
        'A dash (—) is an absent value. It is not zero: what depends on it is absent too. Only an input marked “absent = 0” counts as 0.',
        'Months are bounded by local midnights. A month’s formula takes the month’s stored values.',
        'Over a quarter an input is the sum, the average or the last of its months, as its row says. A formula takes it unrounded: the column of the quarter shows an average as it is stored.',
        'A quarter’s formula takes only months that have all of its inputs. In the examples these are all three.',
        [
          'In a formula, ',
          { code: 'months' },
          ' is the number of months (1 for a month, 3 for a whole quarter) and ',
          { code: 'annual' },
          ' is 12 divided by it.',
        ],
        'The result is rounded once, when it is stored: half away from zero, to 2 decimal places for currency, counts and hours, to 4 for ratios, percentages and all SmartNumbers. What is shown is the stored value, rounded to what its format shows; a percentage is the stored fraction times 100.',
        'A value entered by hand stands in place of the formula until it is released. A division by zero gives no value.',
      ],
    },
  ];
}

function titleOf({ label }: SmartNumberDefinition, index: number): string {
  return `${index + 1}. ${label}`;
}

function smartNumberSection(definition: SmartNumberDefinition, index: number, subject: Subject): Block[] {
  const { category, format, better, suggestedRange, formula, key } = definition;
  const explained: Explained = { kind: 'smartNumber', definition };
  const range = suggestedRange ? ` Suggested: ${suggestedRange.min} to ${suggestedRange.max}.` : '';
  return [
    { kind: 'heading', level: 3, text: titleOf(definition, index) },
    { kind: 'paragraph', text: [{ code: key }, ` · ${category} · ${format}. ${definition.description}`] },
    {
      kind: 'list',
      items: [
        ['Formula: ', { code: formula }],
        ['Computed from: ', ...linked(inputsOf(explained))],
        `${BETTER_WORDS[better]}${range}`,
        definition.isSumOfMonths
          ? 'A quarter’s value is that of all its months together, so limits apply to quarters only.'
          : 'For a quarter the formula is computed on the quarter, never averaged from the months’ results.',
      ],
    },
    { kind: 'code', language: 'sql', text: sqlOfFormula(explained, subject, RATIO_PLACES) },
    ...workedExample(explained, subject.own, subject.sample),
  ];
}

function metricSection(metric: MetricDefinition, subject: Subject): Block[] {
  const { key, category, format, source, formula, better } = metric;
  const explained: Explained = { kind: 'metric', definition: metric };
  const month = subject.own.months.at(-1) ?? subject.sample.months[0];
  const sources = month === undefined ? [] : queryOf(metric, subject.rules, month);
  return [
    { kind: 'heading', level: 3, text: metric.label },
    {
      kind: 'paragraph',
      text: [{ code: key }, ` · ${category} · ${format} · ${METRIC_SOURCE_WORDS[source]}. ${metric.description}`],
    },
    {
      kind: 'list',
      items: [
        ...(formula === null
          ? []
          : [
              ['Formula: ', { code: formula }] satisfies Text,
              ['Computed from: ', ...linked(inputsOf(explained))] satisfies Text,
            ]),
        ...sources,
        `Over a quarter: ${QUARTER_WORDS[metric.aggregation]}.`,
        BETTER_WORDS[better],
        ...rulesOf(metric),
      ],
    },
    ...sqlOfMetric(metric, subject).map((text): Block => ({ kind: 'code', language: 'sql', text })),
    ...workedExample(explained, subject.own, subject.sample),
  ];
}

const QUARTER_WORDS: Readonly<Record<MetricDefinition['aggregation'], string>> = {
  sum: 'the sum of the months that have a value',
  average: 'the average of the months that have a value',
  last: 'the value of the last month that has one',
  formula: 'the formula on the inputs of the quarter, never averaged from the months’ results',
};

/** Links to the sections of some metrics. */
function linked(metrics: readonly MetricDefinition[]): readonly Exclude<Text, string>[number][] {
  return metrics.flatMap(({ label }, index) => [...(index === 0 ? [] : [', ']), { heading: label }]);
}

function rulesOf({ absentIsZero, neverNegative, unlikelyZero, category, editable }: MetricDefinition): string[] {
  return [
    ...(absentIsZero ? ['Counts as 0 in formulas where it is absent.'] : []),
    ...(neverNegative ? ['A negative value rejects everything that was read from the vendor.'] : []),
    ...(unlikelyZero
      ? ['A collected 0, and a change of more than half against the month before, raise a finding.']
      : []),
    ...(editable ? ['Normally entered by hand.'] : []),
    ...(isInReview(category) ? [] : ['Not part of the review’s categories; it is never listed as missing for itself.']),
  ];
}

function sqlOfMetric(metric: MetricDefinition, subject: Subject): string[] {
  const asked = askedOf(subject);
  const { key, formula, aggregation, places } = metric;
  const explained: Explained = { kind: 'metric', definition: metric };
  const last = asked.months.at(-1);
  const counting =
    metric.source === 'ninja' && last
      ? [
          devicesSql(key === 'endpoints_managed' ? 'endpoints' : 'seats', subject.rules.devices, {
            ...{ organizationId: asked.organizationId, month: last },
          }),
        ]
      : [];
  const ofMonth =
    formula !== null && last
      ? [formulaSql({ key, formula, places }, inputsOf(explained), { ...asked, months: [last] })]
      : [];
  const ofQuarter =
    aggregation === 'formula' ? sqlOfFormula(explained, subject, places) : aggregationSql(metric, asked, places);
  return [readingSql(key, asked), ...counting, ...ofMonth, ofQuarter];
}

function sqlOfFormula(explained: Explained, subject: Subject, places: number): string {
  const { key, formula } = explained.definition;
  return formulaSql({ key, formula: formula ?? key, places }, inputsOf(explained), askedOf(subject));
}

function askedOf({ organization, own }: Subject) {
  return { organizationId: organization?.id ?? 1, months: own.months };
}
