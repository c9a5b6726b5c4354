import { z } from 'zod';
import { key, organizationId, period } from '#src/mcp/arguments.ts';
import { leafValue, leafValueOf } from '#src/mcp/leaf-value.ts';
import { organization, organizationOf, reportedPeriod, reportedPeriodOf } from '#src/mcp/reported-period.ts';
import { decimal, display, named, namedOf, reportedValue, reportedValueOf, textOf } from '#src/mcp/reported-value.ts';
import { defineTool } from '#src/mcp/tool.ts';
import { type CalculatedStep, explainToLeaves } from '#src/service/report/explain-to-leaves.ts';
import { loadedValue } from '#src/service/report/find-value.ts';

const step = z.object({
  ...named,
  period: z.string(),
  formula: z.string().describe('In metric keys, or how the months of a quarter are aggregated.'),
  calculation: z.string().describe('The formula with its numbers, to be quoted as it is.'),
  result: decimal,
  components: z.array(z.object({ ...named, period: z.string(), formatted: display, value: decimal })),
});

/** How a number came about. */
export const explainValueTool = defineTool({
  name: 'explain_value',
  title: 'Explain a value',
  description:
    'How one number came about, or why it is absent: its formula and calculation, those of its components down to what was collected or entered, and where each of these comes from (vendor, filter, rows counted, accounts of the books, or the person who entered it). Cite `calculation` and `origin` as they are.',
  input: z.object({ organizationId, period, key }),
  output: z.object({
    organization,
    period: reportedPeriod,
    value: reportedValue,
    steps: z
      .array(step)
      .describe('Every calculation once, that of the value first; empty for a value that is not calculated.'),
    inputs: z.array(leafValue).describe('What the calculations start from, month by month.'),
  }),
  async answer(request, { organizationId, period, key }) {
    const report = request.report(organizationId);
    const value = await loadedValue(report, [period], key);
    const { steps, leaves } = await explainToLeaves(value);
    return {
      organization: organizationOf(report),
      period: reportedPeriodOf(report, period),
      value: reportedValueOf(value),
      steps: steps.map(stepOf),
      inputs: leaves.map(leafValueOf),
    };
  },
});

function stepOf({ definition, period, explanation }: CalculatedStep): z.input<typeof step> {
  const { formula, display: calculation, result, components } = explanation;
  return {
    ...namedOf(definition),
    ...{ period, formula, calculation, result: textOf(result) },
    components: components.map((each) => ({
      ...namedOf(each.definition),
      ...{ period: each.period, formatted: each.formatted, value: textOf(each.value) },
    })),
  };
}
