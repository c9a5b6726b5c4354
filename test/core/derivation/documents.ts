import { calculateQuarter, calculateSmartNumbers } from '#src/core/calculation/calculate.ts';
import type { ExplainedMonth } from '#src/core/calculation/explanation.ts';
import { derivationContent } from '#src/core/derivation/document.ts';
import type { StoredMonth } from '#src/core/derivation/stored-month.ts';
import type { DerivedValue, StoredDerivedValue, StoredMetric } from '#src/core/metrics/stored-value.ts';
import { type Period, quarterOf } from '#src/core/period.ts';
import { canonicalDigest } from '#src/service/canonical-json.ts';
import type { DerivationDocument } from '#src/service/derivation/derivation.ts';

const AT = new Date('2025-04-15T17:00:00Z');

/** The derivation of months as the first path calculates them: of the month, or of the quarter of all three. */
export function documentOf(months: readonly ExplainedMonth[]): DerivationDocument {
  const [first] = months;
  if (!first) throw new Error('A derivation has a month');
  const quarter = months.length > 1 ? quarterOf(first.month) : null;
  const period: Period = quarter ?? first.month;
  return sealed({
    format: 'qbr-derivation-1',
    period,
    months: months.map(({ month }) => month),
    organization: { id: 1, name: 'Łódź "Networks" \\ \u0007\n\u{1F4A1}\uE000' },
    timeZone: 'America/Chicago',
    madeAt: AT.toISOString(),
    program: '0.1.0',
    auditAnchor: `1:12:${'0f'.repeat(32)}`,
    ...derivationContent({
      period,
      months: months.map(storedMonth),
      quarter: quarter ? dated(calculateQuarter(quarter, months)) : new Map(),
      smartNumbers: dated(calculateSmartNumbers(months)),
      evidenceDigestOf: () => null,
      originOf: ({ source }) =>
        source === 'manual' ? { vendor: 'manual', run: null } : { vendor: 'connectwise', run: 812 },
    }),
  });
}

/** With its digest. */
export function sealed(
  document: Omit<DerivationDocument, 'digest'> & { readonly digest?: unknown },
): DerivationDocument {
  const { digest: _, ...rest } = document;
  return { ...rest, digest: canonicalDigest(rest) };
}

function storedMonth({ month, values, sources }: ExplainedMonth): StoredMonth {
  const stored = Array.from(values, ([metric, value]): [string, StoredMetric] => {
    const source = sources.get(metric) ?? 'collected';
    const enteredBy = source === 'manual' ? 'tester' : null;
    const more = { vendorId: null, collectedAt: null, enteredBy, notes: null, updatedAt: AT };
    return [metric, { month, metric, value, source, ...more }];
  });
  return { month, stored: new Map(stored) };
}

function dated(values: ReadonlyMap<string, DerivedValue>): Map<string, StoredDerivedValue> {
  return new Map(Array.from(values, ([key, value]) => [key, { ...value, updatedAt: AT }]));
}
