import { type DerivationContent, type DerivedPeriod, derivationContent } from '#src/core/derivation/document.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { isMonth, type Month, monthsOf, type Period } from '#src/core/period.ts';
import { programVersion } from '#src/package-root.ts';
import { anchorText, headOf } from '#src/service/audit/anchor.ts';
import { canonicalDigest } from '#src/service/canonical-json.ts';
import { requirePresented } from '#src/service/presentation/presentation.ts';
import { evidenceOf } from '#src/service/report/evidence.ts';
import { provenanceOf } from '#src/service/report/provenance.ts';
import { loadOrganization, type Report, reportMetric } from '#src/service/report/report.ts';
import { read } from '#src/service/scope.ts';
import { findVendor } from '#src/service/vendors.ts';
import { findAuditChain } from '#src/store/audit-chain.ts';

export const DERIVATION_TYPE = 'application/json';

/** A derivation (docs/derivation.md); its schema is docs/derivation.schema.json. */
export interface DerivationDocument extends DerivationContent {
  readonly format: 'qbr-derivation-1';
  readonly period: Period;
  readonly months: readonly Month[];
  readonly organization: { readonly id: number; readonly name: string };
  readonly timeZone: string;
  readonly madeAt: string;
  /** The version of the program that made it. */
  readonly program: string;
  /** The newest audit entry before the values were read; null where there is none. */
  readonly auditAnchor: string | null;
  /** SHA-256 over the canonical form (RFC 8785) of all other fields. */
  readonly digest: string;
}

/** A derivation as a file. */
export interface DerivationFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The derivation of a month or quarter as a JSON document: leaves, rules, and every value that follows. That of a presentation is the
 * one that was frozen with it.
 * @param presentation its version; of what is stored now if omitted
 * @throws OrganizationNotFoundError; NotFoundError for a presentation that there is not; UnauthenticatedError, ForbiddenError
 */
export async function exportDerivation(
  report: Report,
  period: Period,
  presentation?: number | undefined,
): Promise<DerivationFile> {
  if (presentation === undefined) {
    return derivationFile(`derivation-${period}.json`, await deriveDocument(report, period));
  }
  const { content } = await requirePresented(report.scope, { period, version: presentation });
  return derivationFile(`derivation-${period}-presentation-${presentation}.json`, content.derivation);
}

function derivationFile(name: string, document: object): DerivationFile {
  return { name, text: `${JSON.stringify(document, null, 2)}\n` };
}

/** As `exportDerivation`, as data. */
export async function deriveDocument(report: Report, period: Period): Promise<DerivationDocument> {
  const { scope, data, timeZone, now } = report;
  // Read before the values, so that they hold every change up to it.
  const chain = await read(scope, 'metrics:read', (reader) => findAuditChain(reader, scope.organization.id));
  const head = headOf(chain);
  await loadOrganization(report, { periods: [period] });
  const { id, name } = data.organization() ?? { id: scope.organization.id, name: '' };
  const rest = {
    format: 'qbr-derivation-1' as const,
    period,
    months: monthsOf(period),
    organization: { id, name },
    timeZone,
    madeAt: now.toISOString(),
    program: programVersion(),
    auditAnchor: head && anchorText(head),
    ...derivationContent({
      period,
      months: monthsOf(period).map((month) => data.month(month)),
      quarter: isMonth(period) ? new Map() : data.quarter(period),
      smartNumbers: data.smartNumbers(period),
      ...(await leavesFrom(report, monthsOf(period))),
    }),
  };
  return { ...rest, digest: canonicalDigest(rest) };
}

/** The origins and the evidence of the stored values of some months. */
async function leavesFrom(
  report: Report,
  months: readonly Month[],
): Promise<Pick<DerivedPeriod, 'originOf' | 'evidenceDigestOf'>> {
  const { vendorIds } = report.scope.database;
  const values = months.flatMap((month) => METRICS.map((metric) => reportMetric(report, month, metric)));
  const found = await Promise.all(
    values.map(async (value) => {
      const provenance = await provenanceOf(value);
      const evidence = provenance && (await evidenceOf(value, provenance));
      const origin = { run: provenance?.run?.id ?? null, digest: evidence?.digest ?? null };
      return [placeOf(value.period, value.definition.key), origin] as const;
    }),
  );
  const originOf = new Map(found);
  return {
    originOf: ({ month, metric, vendorId }) => ({
      vendor: findVendor(vendorIds, vendorId)?.key ?? null,
      run: originOf.get(placeOf(month, metric))?.run ?? null,
    }),
    evidenceDigestOf: ({ month, metric }) => originOf.get(placeOf(month, metric))?.digest ?? null,
  };
}

function placeOf(period: Period, key: string): string {
  return `${period} ${key}`;
}
