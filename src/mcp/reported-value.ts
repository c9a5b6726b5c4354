import { z } from 'zod';
import type { Decimal } from '#src/core/number.ts';
import { gapOf, type MissingInput } from '#src/service/report/absence.ts';
import type { MetricReport, SmartNumberReport } from '#src/service/report/report.ts';
import { statusOfValue } from '#src/service/report/report-value.ts';

/** Where an input comes from, in words. */
const SUPPLIERS = {
  connectwise: 'ConnectWise',
  ninja: 'NinjaOne',
  quickbooks: 'QuickBooks',
  manual: 'entered by hand',
  calculated: 'calculated',
} as const;

export const decimal = z
  .string()
  .nullable()
  .describe('Exact decimal; a percentage is a fraction. Null if absent, never 0.');
export const display = z.string().describe('As displayed, to be quoted as it is; `—` if absent.');

/** A metric with its name. */
export const named = { key: z.string(), label: z.string() };

export const missingInput = z.object({
  ...named,
  months: z.array(z.string()).describe('Months in which it is absent.'),
  suppliedBy: z.string().describe('Who supplies it.'),
});

/** A value of a period, or why it is absent. */
export const reportedValue = z.object({
  ...named,
  kind: z.enum(['metric', 'smartNumber']),
  period: z.string(),
  formatted: display,
  value: decimal,
  state: z
    .enum(['EXACT', 'PARTIAL', 'NO_DATA', 'NOT_COMPUTABLE'])
    .describe('EXACT covers the whole period, PARTIAL some of its months; NO_DATA and NOT_COMPUTABLE have no value.'),
  monthsCovered: z.array(z.string()).describe('The months that the value is computed on.'),
  status: z
    .enum(['OK', 'WARNING', 'CRITICAL', 'NONE', 'UNKNOWN'])
    .describe('Against the thresholds of the organization; NONE without any.'),
  gap: z
    .string()
    .nullable()
    .describe('Why the value is absent or partial, to be told to the user; null if it is neither.'),
  missing: z.array(missingInput).describe('What was neither collected nor entered.'),
});

/** A value as a tool answers it. */
export function reportedValueOf(value: MetricReport | SmartNumberReport): z.input<typeof reportedValue> {
  const { definition, kind, period, formatted, state, months } = value;
  const gap = gapOf(value);
  return {
    ...namedOf(definition),
    ...{ kind, period, formatted, value: textOf(value.value), state, monthsCovered: [...months] },
    status: statusOfValue(value),
    gap: gap?.reason ?? null,
    missing: gap?.missing.map(missingInputOf) ?? [],
  };
}

function missingInputOf({ definition, months }: MissingInput): z.input<typeof missingInput> {
  return { ...namedOf(definition), months: [...months], suppliedBy: SUPPLIERS[definition.source] };
}

/** A definition's names alone. */
export function namedOf({ key, label }: { readonly key: string; readonly label: string }) {
  return { key, label };
}

/** An exact decimal as text; null for none. */
export function textOf(value: Decimal | null): string | null {
  return value?.toFixed() ?? null;
}
