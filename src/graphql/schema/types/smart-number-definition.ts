import type { SmartNumberDefinition as SmartNumberDefinitionShape } from '#src/core/metrics/smart-number-registry.ts';
import { parseDecimal as toDecimal } from '#src/core/number.ts';
import { builder } from '#src/graphql/builder.ts';
import { selectSmartNumbers } from '#src/service/report/definitions.ts';
import { Definition } from './definition.ts';
import './scalar.ts';

export const SmartNumberDefinition = builder.objectRef<SmartNumberDefinitionShape>('SmartNumberDefinition');

export const SmartNumberCategory = builder.enumType('SmartNumberCategory', {
  description: 'What a SmartNumber is about.',
  values: {
    OPERATIONS: { value: 'Operations', description: 'How the service desk does.' },
    PROFIT: { value: 'Profit', description: 'What remains of the revenue.' },
    REVENUE: { value: 'Revenue', description: 'What the revenue is made of.' },
    LEVERAGE: { value: 'Leverage', description: 'What an employee, a seat or an agreement earns.' },
    SALES: { value: 'Sales', description: 'New and lost business, and what it takes to win it.' },
  } as const,
});

const SuggestedRange = builder
  .objectRef<NonNullable<SmartNumberDefinitionShape['suggestedRange']>>('SuggestedRange')
  .implement({
    description: 'A range to start from when setting thresholds; never applied unasked. Percentages are fractions.',
    fields: (t) => ({
      min: t.field({ type: 'Decimal', description: 'Lower end.', resolve: ({ min }) => toDecimal(min) }),
      max: t.field({ type: 'Decimal', description: 'Upper end.', resolve: ({ max }) => toDecimal(max) }),
    }),
  });

SmartNumberDefinition.implement({
  description: 'What is known of a SmartNumber (a KPI computed from metrics), whatever its values.',
  interfaces: () => [Definition],
  fields: (t) => ({
    category: t.expose('category', { type: SmartNumberCategory, description: 'What it is about.' }),
    calculationMethod: t.exposeString('formula', {
      description: 'The formula its values are calculated with, as it is stored beside each of them.',
    }),
    suggestedRange: t.field({
      type: SuggestedRange,
      nullable: true,
      description: 'A range to start from when setting thresholds; null where none is suggested.',
      resolve: ({ suggestedRange }) => suggestedRange,
    }),
  }),
});

builder.queryFields((t) => ({
  smartNumberDefinitions: t.field({
    type: [SmartNumberDefinition],
    authScopes: { everyone: true },
    description: 'The 18 SmartNumbers, in the order in which they are shown.',
    args: { category: t.arg({ type: SmartNumberCategory, description: 'Only SmartNumbers of this category.' }) },
    resolve: (_root, { category }) => selectSmartNumbers(category ? { category } : {}),
  }),
}));
