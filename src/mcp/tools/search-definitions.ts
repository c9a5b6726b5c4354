import { z } from 'zod';
import { count } from '#src/mcp/arguments.ts';
import { named, namedOf } from '#src/mcp/reported-value.ts';
import { defineTool } from '#src/mcp/tool.ts';
import { type Definition, isMetric } from '#src/service/report/definitions.ts';
import { searchDefinitions } from '#src/service/report/search-definitions.ts';

const MAX_RESULTS = 100;
const MAX_QUERY_CHARACTERS = 200;

const definition = z.object({
  ...named,
  kind: z.enum(['metric', 'smartNumber']),
  category: z.string(),
  description: z.string(),
  format: z.enum(['number', 'currency', 'percentage']).describe('A percentage is stored as a fraction.'),
  formula: z.string().nullable().describe('In metric keys; null if it is not calculated.'),
  source: z.string().nullable().describe('Who supplies a metric; null for a SmartNumber.'),
  aggregation: z
    .enum(['sum', 'average', 'last', 'formula'])
    .describe('How a quarter comes from its months; formula: computed anew from its inputs.'),
  better: z.enum(['higher', 'lower', 'in range']),
  absentCountsAsZero: z.boolean().describe('Whether formulas take it as 0 when it is absent.'),
});

/** What numbers there are, and what they mean. */
export const searchDefinitionsTool = defineTool({
  name: 'search_definitions',
  title: 'Search definitions',
  description:
    'Finds metrics and SmartNumbers (KPIs) by words of their names, descriptions and formulas, best first, and says what each means. Ask it to learn the key of a number before asking for its value. It holds no values.',
  input: z.object({
    query: z
      .string({ error: 'must be a text' })
      .max(MAX_QUERY_CHARACTERS, `has at most ${MAX_QUERY_CHARACTERS} characters`)
      .optional()
      .describe('Words in English: `profit margin`. Without it, all definitions.'),
    limit: count(MAX_RESULTS, 10).describe(`How many are answered, ${MAX_RESULTS} at most.`),
  }),
  output: z.object({
    found: z.int().describe('How many match.'),
    definitions: z.array(definition),
  }),
  async answer(_request, { query, limit }) {
    const found = searchDefinitions(query ?? null);
    return { found: found.length, definitions: found.slice(0, limit).map(definitionOf) };
  },
});

function definitionOf(of: Definition): z.input<typeof definition> {
  const { category, description, format, formula, better } = of;
  return {
    ...namedOf(of),
    ...{ category, description, format, formula, better },
    ...(isMetric(of)
      ? { kind: 'metric', source: of.source, aggregation: of.aggregation, absentCountsAsZero: of.absentIsZero }
      : { kind: 'smartNumber', source: null, aggregation: 'formula', absentCountsAsZero: false }),
  };
}
