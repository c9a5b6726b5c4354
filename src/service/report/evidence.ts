import { type DeviceMetric, type DeviceRules, deviceName, leftOutBy } from '#src/core/collection/device.ts';
import { InvalidParameterError } from '#src/core/errors.ts';
import type { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import { canonicalDigest } from '#src/service/canonical-json.ts';
import type { Page, PageRequest } from '#src/service/page.ts';
import { read } from '#src/service/scope.ts';
import { evidenceKey, readEvidenceRows, type StoredEvidence } from '#src/store/evidence.ts';
import type { ProvenanceStatement, ReportedProvenance } from './provenance.ts';
import type { MetricReport, Report } from './report.ts';

/** The rows that a month's collected value was counted from. */
export interface ReportedEvidence {
  /** How many rows count. */
  readonly rowCount: number;
  /** SHA-256 over the rows as canonical JSON; of the books over the whole statement. */
  readonly digest: string;
  readonly version: number;
  readonly storedAt: Date;
  /** Whose rules tell which devices count. */
  readonly organizationId: number;
  /** Reads the rows: the only thing that does. */
  readonly rows: (rules: DeviceRules) => Promise<readonly ReportedRow[]>;
}

/** A row of any vendor. */
export interface ReportedRow {
  /** The vendor's: of a ticket, time entry or device; of the books the account. */
  readonly id: string;
  /** Hours of a time entry, dollars of an account; null for tickets and devices. */
  readonly amount: Decimal | null;
  /** The name of a device; null for others. */
  readonly name: string | null;
  /** The rule that left a device out; null for a row that counts. */
  readonly leftOutBy: string | null;
  readonly metric: string;
}

/** Maximum rows of a page. */
const MOST_ROWS = 1_000;
const DEVICE_METRICS: Readonly<Record<string, DeviceMetric>> = {
  endpoints_managed: 'endpoints',
  seats_managed: 'seats',
};

/** The evidence of a value that has provenance; null where its rows are not stored. */
export async function evidenceOf(
  { report, definition, period }: Pick<MetricReport, 'report' | 'definition' | 'period'>,
  provenance: ReportedProvenance,
): Promise<ReportedEvidence | null> {
  const month = period as Month;
  if (provenance.statement) return statementEvidence(report, definition.key, provenance.statement);
  const metric = DEVICE_METRICS[definition.key];
  if (metric) return deviceEvidence(report, { month, metric, provenance });
  const stored = (await report.pages.evidence(month)).get(definition.key);
  return stored ? storedEvidence(report, stored) : null;
}

function statementEvidence(
  { scope }: Report,
  metric: string,
  { lines, digest, version, readAt }: ProvenanceStatement,
): ReportedEvidence {
  const organizationId = scope.organization.id;
  const rows = async () =>
    lines.map(({ account, amount }): ReportedRow => {
      return { id: account, amount, name: null, leftOutBy: null, metric };
    });
  return { rowCount: lines.length, digest, version, storedAt: readAt, organizationId, rows };
}

async function deviceEvidence(
  { pages, scope }: Report,
  {
    month,
    metric,
    provenance,
  }: { readonly month: Month; readonly metric: DeviceMetric; readonly provenance: ReportedProvenance },
): Promise<ReportedEvidence | null> {
  const snapshot = await pages.devices(month);
  if (!snapshot || snapshot.date !== provenance.snapshotDate) return null;
  const rows = async (rules: DeviceRules) => {
    const ruleOf = leftOutBy(rules, metric);
    return snapshot.devices.map((device): ReportedRow => {
      return { id: device.key, amount: null, name: deviceName(device), leftOutBy: ruleOf(device), metric };
    });
  };
  const digest = canonicalDigest(snapshot.devices.map((device) => ({ ...device })));
  const organizationId = scope.organization.id;
  return { rowCount: provenance.rowsCounted, digest, version: 1, storedAt: snapshot.storedAt, organizationId, rows };
}

function storedEvidence({ scope }: Report, stored: StoredEvidence): ReportedEvidence {
  const { rowCount, digest, version, createdAt, metric } = stored;
  const organizationId = scope.organization.id;
  const rows = async () => {
    const found = await read(scope, 'metrics:read', (reader) => readEvidenceRows(reader, organizationId, [stored]));
    return (found.get(evidenceKey(stored)) ?? []).map(({ id, amount }): ReportedRow => {
      return { id: String(id), amount, name: null, leftOutBy: null, metric };
    });
  };
  return { rowCount, digest, version, storedAt: createdAt, organizationId, rows };
}

/**
 * A page of the rows, in order of id, after the position `after`.
 * @throws InvalidParameterError for a `first` that is not from 0 to 1,000
 */
export async function evidenceRows(
  evidence: ReportedEvidence,
  { first, after }: PageRequest,
  rules: DeviceRules,
): Promise<Page<ReportedRow & { readonly position: number }>> {
  const size = first ?? 100;
  if (size < 0 || size > MOST_ROWS) {
    throw new InvalidParameterError(`first must be from 0 to ${MOST_ROWS}, not ${size}`, { field: 'first' });
  }
  const rows = await evidence.rows(rules);
  const start = after ?? 0;
  const items = rows.slice(start, start + size).map((row, index) => ({ ...row, position: start + index + 1 }));
  return { items, hasMore: rows.length > start + size };
}
