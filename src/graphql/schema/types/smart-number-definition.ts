import type { SmartNumberDefinition as SmartNumberDefinitionShape } from '#src/core/metrics/smart-number-registry.ts';
import { parseDecimal as toDecimal } from '#src/core/number.ts';
import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { selectSmartNumbers } from '#src/service/report/definitions.ts';
import { Definition } from './definition.ts';
import './scalar.ts';

export const SmartNumberDefinition = builder.objectRef<SmartNumberDefinitionShape>('SmartNumberDefinition');

export const SmartNumberCategory = enumOf('SmartNumberCategory', 'Category of a SmartNumber.', {
  Operations: 'Performance of the service desk.',
  Profit: 'Profitability.',
  Revenue: 'Composition of the revenue.',
  Leverage: 'What an employee, a seat or an agreement earns.',
  Sales: 'New and lost business, and the effort to win it.',
});

const SuggestedRange = builder
  .objectRef<NonNullable<SmartNumberDefinitionShape['suggestedRange']>>('SuggestedRange')
  .implement({
    description: 'A suggested range for thresholds; never applied automatically. Percentages are fractions.',
    fields: (t) => ({
      min: t.field({ type: 'Decimal', description: 'Lower end.', resolve: ({ min }) => toDecimal(min) }),
      max: t.field({ type: 'Decimal', description: 'Upper end.', resolve: ({ max }) => toDecimal(max) }),
    }),
  });

SmartNumberDefinition.implement({
  description: 'Definition of a SmartNumber (a KPI computed from metrics), independent of its values.',
  interfaces: () => [Definition],
  fields: (t) => ({
    category: t.expose('category', { type: SmartNumberCategory, description: 'Category.' }),
    calculationMethod: t.exposeString('formula', {
      description: 'The formula of its values, as stored with each value.',
    }),
    suggestedRange: t.field({
      type: SuggestedRange,
      nullable: true,
      description: 'A suggested range for thresholds; null if there is none.',
      resolve: ({ suggestedRange }) => suggestedRange,
    }),
  }),
});

builder.queryFields((t) => ({
  smartNumberDefinitions: t.field({
    type: [SmartNumberDefinition],
    authScopes: { everyone: true },
    description: 'The 18 SmartNumbers, in display order.',
    args: { category: t.arg({ type: SmartNumberCategory, description: 'Only SmartNumbers of this category.' }) },
    resolve: (_root, { category }) => selectSmartNumbers(category ? { category } : {}),
  }),
}));
