import { z } from 'zod';
import { key, organizationId, period } from '#src/mcp/arguments.ts';
import { organization, organizationOf } from '#src/mcp/reported-period.ts';
import { decimal, display, named, namedOf, reportedValue, reportedValueOf, textOf } from '#src/mcp/reported-value.ts';
import { defineTool } from '#src/mcp/tool.ts';
import type { ReportedAttribution, ReportedContribution } from '#src/service/report/attribution.ts';
import { loadedValue } from '#src/service/report/find-value.ts';
import { earlierPeriod, type InputValue, type MovedInput, movementOf } from '#src/service/report/movement.ts';

const used = z.object({ formatted: display, value: decimal });

const movedInput = z.object({
  ...named,
  before: used,
  after: used,
  difference: used.nullable().describe('Null where either is absent.'),
});

const contribution = z.object({
  ...named,
  before: used,
  after: used,
  formatted: display.describe('What it contributes, rounded so that all add up to the change as displayed.'),
  contribution: decimal,
  exact: z.string().describe('The contribution as a fraction `p/q`.'),
  share: decimal.describe('Fraction of the change, negative where it counteracts; null where they cancel out.'),
  months: z
    .array(z.object({ period: z.string(), formatted: z.string(), contribution: decimal }))
    .describe('The parts of the months, which add up to it.'),
});

/** What a change of a number consists of. */
export const whyDidItMoveTool = defineTool({
  name: 'why_did_it_move',
  title: 'Why did it move',
  description:
    'Compares a number with the preceding period, or the same one a year ago, and says what each input that changed contributes to the change, with nothing left over. Where `attribution` is not attributable, name what changed, and do not say how much of the change an input caused.',
  input: z.object({
    organizationId,
    period,
    key,
    since: z
      .enum(['PREVIOUS', 'YEAR_AGO'], { error: 'must be PREVIOUS or YEAR_AGO' })
      .default('PREVIOUS')
      .describe('The preceding month or quarter, or the same one of the previous year.'),
  }),
  output: z.object({
    organization,
    current: reportedValue,
    earlier: reportedValue,
    change: z.object({
      comparable: z.boolean(),
      reason: z.string().nullable().describe('Why the two are not comparable; null if they are.'),
      formatted: z.string().nullable().describe('The change, to be quoted as it is.'),
      absolute: decimal,
      percent: decimal.describe('Fraction of the earlier value; null for a change from 0.'),
      better: z.boolean().nullable().describe('Whether it is an improvement; null if neither direction is.'),
    }),
    attribution: z.object({
      attributable: z.boolean(),
      reason: z.string().nullable().describe('Why the change is not divided among its inputs; null if it is.'),
      sentence: z.string().nullable().describe('The largest contributions, to be quoted as it is.'),
      total: decimal.describe('The change of the exact values, before they are rounded.'),
      contributions: z.array(contribution).describe('The largest first; they add up to the change.'),
    }),
    changedInputs: z
      .array(movedInput)
      .describe('What was collected or entered and differs; of a quarter over the months that its value covers.'),
    unchangedInputs: z.array(z.object(named)),
    absentInputs: z.array(z.object(named)).describe('Without a value in either period; not zero.'),
  }),
  async answer(request, { organizationId, period, key, since }) {
    const report = request.report(organizationId);
    const value = await loadedValue(report, [period, earlierPeriod(period, since)], key);
    const movement = movementOf(value, since);
    const { earlier, change, formattedChange } = movement;
    return {
      organization: organizationOf(report),
      current: reportedValueOf(value),
      earlier: reportedValueOf(earlier),
      change: {
        ...{ comparable: change.comparable, reason: change.reason, better: change.better, formatted: formattedChange },
        absolute: textOf(change.absolute),
        percent: textOf(change.percent),
      },
      attribution: attributionText(movement.attribution),
      changedInputs: movement.changed.map(movedInputOf),
      unchangedInputs: movement.unchanged.map(namedOf),
      absentInputs: movement.absent.map(namedOf),
    };
  },
});

function movedInputOf({ definition, before, after, difference }: MovedInput): z.input<typeof movedInput> {
  return {
    ...namedOf(definition),
    ...{ before: usedOf(before), after: usedOf(after), difference: difference && usedOf(difference) },
  };
}

function attributionText({ attributable, reason, sentence, total, contributions }: ReportedAttribution) {
  return { attributable, reason, sentence, total: textOf(total), contributions: contributions.map(contributionOf) };
}

function contributionOf(of: ReportedContribution): z.input<typeof contribution> {
  const { definition, formatted, exact, months } = of;
  return {
    ...namedOf(definition),
    before: { value: textOf(of.before), formatted: of.formattedBefore },
    after: { value: textOf(of.after), formatted: of.formattedAfter },
    ...{ formatted, exact, contribution: textOf(of.contribution), share: textOf(of.share) },
    months: months.map((month) => ({
      period: month.period,
      formatted: month.formatted,
      contribution: textOf(month.contribution),
    })),
  };
}

function usedOf({ value, formatted }: InputValue): z.input<typeof used> {
  return { formatted, value: textOf(value) };
}
