import { z } from 'zod';

/** A client of the contract as it was deployed (docs/rest-contract.md, D), written from its text: batches, objects by key. */

const number = z.number().nullable();
const monthly = z.object({
  period: z.string(),
  metrics: z.array(
    z.object({
      name: z.string(),
      value: z.number(),
      source: z.string(),
      description: z.string(),
      updated_at: z.string(),
    }),
  ),
});
const quarterly = z.object({
  period: z.string(),
  monthly_periods: z.array(z.string()).length(3),
  metrics: z.array(z.object({ name: z.string(), value: z.number(), description: z.string() })),
});
const smartNumbers = z.object({ period: z.string(), smartnumbers: z.record(z.string(), number) });
const ranges = z.object({
  metric_name: z.string(),
  ...{ green_min: number, green_max: number, yellow_min: number, yellow_max: number, red_threshold: number },
  notes: z.string().nullable(),
});
const definitions = z.object({
  period: z.string().nullable(),
  count: z.number(),
  metrics: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      is_calculated: z.boolean(),
      value: number.optional(),
      component_values: z.record(z.string(), number).optional(),
      calculation_display: z.string().optional(),
    }),
  ),
});
const expenses = z.object({
  inputs: z.object({ from_quickbooks: z.record(z.string(), number), from_cfo: z.record(z.string(), number) }),
  calculated: z.record(z.string(), number),
  formulas: z.record(z.string(), z.string()),
  stored_metrics: z.array(z.string()),
});

const succeeded = z.object({ success: z.literal(true), data: z.unknown() });

export type Ranges = z.output<typeof ranges>;

/** D clients look at the status and the code alone. @param base `http://127.0.0.1:5400` */
export function clientAsDeployed(base: string, headers: Record<string, string> = {}) {
  const ask = async <Data extends z.ZodType>(data: Data, path: string, body?: object): Promise<z.output<Data>> => {
    const response = await fetch(`${base}/api/qbr${path}`, {
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return data.parse(succeeded.parse(await response.json()).data);
  };
  return {
    monthly: (period: string) => ask(monthly, `/metrics/monthly?period=${period}&data_source=best`),
    quarterly: (period: string) => ask(quarterly, `/metrics/quarterly?period=${period}`),
    smartNumbers: (period: string) => ask(smartNumbers, `/smartnumbers?period=${period}`),
    definitions: (period: string) => ask(definitions, `/metric-definitions?period=${period}&include_intermediate=true`),
    thresholds: () => ask(z.object({ thresholds: z.array(ranges) }), '/thresholds'),
    enter: (period: string, values: Readonly<Record<string, number>>) =>
      ask(z.object({ period: z.string(), organization_id: z.number(), updated_count: z.number() }), '/metrics/manual', {
        ...{ period, organization_id: 1, force_update: true },
        metrics: Object.entries(values).map(([name, value]) => ({ metric_name: name, metric_value: value })),
      }),
    setRanges: (thresholds: readonly Partial<Ranges>[]) =>
      ask(z.object({ updated_count: z.number() }), '/thresholds', { organization_id: 1, thresholds }),
    expenses: (period: string, ownerComp: number, ownerCompTaxes: number) =>
      ask(expenses, '/expenses/calculate', {
        ...{ period, organization_id: 1, owner_comp: ownerComp, owner_comp_taxes: ownerCompTaxes },
      }),
  };
}
