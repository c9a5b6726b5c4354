import { z } from 'zod';

/** A client of the planned contract (docs/rest-contract.md, P), written from its text: one metric a request, lists of details. */

const metric = z.object({
  metric_name: z.string(),
  metric_value: z.number(),
  data_source: z.enum(['collected', 'manual', 'calculated']),
  vendor_id: z.number().nullable(),
  notes: z.string().nullable(),
  collected_at: z.string().nullable(),
});
const monthly = z.object({ period: z.string(), organization_id: z.number(), metrics: z.array(metric) });
const detail = z.object({
  kpi_name: z.string(),
  kpi_value: z.number().nullable(),
  label: z.string(),
  category: z.string(),
  calculation_method: z.string(),
});
const smartNumbers = z.object({ period: z.string(), period_type: z.string(), details: z.array(detail) });
const thresholds = z.object({
  thresholds: z.array(
    z.object({ metric: z.string(), warning: z.number().nullable(), critical: z.number().nullable() }),
  ),
});
const entered = z.object({
  message: z.literal('Metric entered successfully'),
  period: z.string(),
  metric_name: z.string(),
  updated_count: z.literal(1),
});
const succeeded = z.object({ success: z.literal(true), data: z.unknown() });
const failed = z.object({
  success: z.literal(false),
  error: z.object({ code: z.string(), message: z.string(), status: z.number() }),
});

/** What the server refused. */
export class Refused extends Error {
  readonly code: string;

  constructor({ error }: z.output<typeof failed>) {
    super(error.message);
    this.code = error.code;
  }
}

/** @param base `http://127.0.0.1:5400` */
export function clientOfPlan(base: string, headers: Record<string, string> = {}) {
  const ask = async <Data extends z.ZodType>(data: Data, path: string, body?: object): Promise<z.output<Data>> => {
    const response = await fetch(`${base}/api/qbr${path}`, {
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    const json: unknown = await response.json();
    if (response.ok) return data.parse(succeeded.parse(json).data);
    const refused = failed.parse(json);
    if (refused.error.status !== response.status) throw new Error('The envelope tells another status');
    throw new Refused(refused);
  };
  return {
    monthly: (period?: string) => ask(monthly, `/metrics/monthly${period ? `?period=${period}` : ''}`),
    smartNumbers: (period: string) => ask(smartNumbers, `/smartnumbers?period=${period}`),
    thresholds: () => ask(thresholds, '/thresholds'),
    enter: (period: string, name: string, value: number) =>
      ask(entered, '/metrics/manual', {
        ...{ period, organization_id: 1, metric_name: name, metric_value: value },
        ...{ entered_by: 'admin', notes: 'by the planned client' },
      }),
    setThreshold: (name: string, warning: number | null, critical: number | null) =>
      ask(z.object({ updated_count: z.number() }), '/thresholds', { metric: name, warning, critical }),
  };
}
