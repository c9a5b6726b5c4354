import { z } from '@hono/zod-openapi';
import type { Decimal } from '#src/core/number.ts';
import { amountField, monthField, nameField, organizationField } from '#src/rest/fields.ts';
import { defineRoute } from '#src/rest/route.ts';
import { calculateExpenses } from '#src/service/values/expenses.ts';

const body = z
  .strictObject({
    period: monthField,
    organization_id: organizationField,
    owner_comp: amountField,
    owner_comp_taxes: amountField,
    entered_by: nameField.optional(),
  })
  .openapi('ExpensesInput');

const amounts = z.record(z.string(), z.number().nullable());

export const expenses = defineRoute({
  method: 'post',
  path: '/expenses/calculate',
  permission: 'metrics:write',
  summary: 'Stores the owners’ compensation of a month and calculates its expenses',
  description:
    'Requires the QuickBooks figures of the month. All dependent values are recalculated and stored. Amounts are in US dollars.',
  query: z.strictObject({}),
  bodies: [body],
  data: z
    .object({
      period: z.string(),
      organization_id: z.int(),
      inputs: z.object({ from_quickbooks: amounts, from_cfo: amounts }),
      calculated: amounts,
      formulas: z.record(z.string(), z.string()),
      stored_metrics: z.array(z.string()),
    })
    .openapi('Expenses'),
  errors: [
    'INVALID_PERIOD',
    'MISSING_FIELD',
    'INVALID_VALUE',
    'INVALID_PARAMETER',
    'MISSING_QB_DATA',
    'PERIOD_CLOSED',
    'ORGANIZATION_NOT_FOUND',
  ],
  async answer({ body: { period, organization_id, owner_comp, owner_comp_taxes, entered_by }, scope }) {
    const input = { period, ownerComp: owner_comp, ownerCompTaxes: owner_comp_taxes };
    const result = await calculateExpenses(scope(organization_id, entered_by), input);
    return {
      period,
      organization_id,
      inputs: { from_quickbooks: numbers(result.fromQuickBooks), from_cfo: numbers(result.fromCfo) },
      calculated: numbers(result.calculated),
      formulas: { ...result.formulas },
      stored_metrics: [...result.changed],
    };
  },
});

function numbers(values: Readonly<Record<string, Decimal | null>>): Record<string, number | null> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value?.toNumber() ?? null]));
}
