import { missingInputs } from '#src/core/calculation/missing-inputs.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { StoredMetric } from '#src/core/metrics/stored-value.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { PERIOD_STATUS_WORDS } from '#src/core/review-words.ts';
import { counted, shortened } from '#src/core/words.ts';
import type { PackFinding, PackQuality, PackRow, PackTable } from '#src/files/pack-content.ts';
import { statusOfPeriod } from '#src/service/report/report.ts';
import type { StoredFinding } from '#src/store/findings.ts';
import { packTieOut } from './books-tie-out.ts';
import type { LoadedPack } from './loaded-pack.ts';

/** Longer texts of people are shortened, so that none fills a page. */
const LONGEST_NOTE = 400;
/** More values are counted. */
const LISTED_OVERRIDES = 30;
const LISTED_NOTED = 4;

/** What the period's numbers rest on: coverage, findings, entries by hand, the books. */
export async function packQuality(loaded: LoadedPack): Promise<PackQuality> {
  const { report, months } = loaded;
  const findings = months.flatMap((month) => report.data.findings(month));
  const values = storedValues(loaded);
  const { table, note } = await packTieOut(report.scope, months);
  return {
    summary: summaryOf(loaded, findings),
    months: monthTable(loaded),
    findings: findings.map(packedFinding),
    overrides: overrideTable(values),
    notes: noteTable(values),
    tieOut: table,
    tieOutNote: note,
  };
}

function lackingOf({ report: { data } }: LoadedPack, month: Month): string[] {
  return missingInputs(new Set(data.month(month).stored.keys())).map(({ label }) => label);
}

function summaryOf(loaded: LoadedPack, findings: readonly StoredFinding[]): string {
  const lacking = loaded.months.reduce((sum, month) => sum + lackingOf(loaded, month).length, 0);
  const open = findings.filter(({ acknowledgedAt }) => acknowledgedAt === null).length;
  const inputs =
    lacking === 0 ? 'no input is missing' : `${counted(lacking, 'input')} ${lacking === 1 ? 'is' : 'are'} missing`;
  const looked =
    open === 0 ? 'no finding is open' : `${counted(open, 'finding')} ${open === 1 ? 'is' : 'are'} not acknowledged`;
  return `Data quality: ${inputs}, ${looked}.`;
}

function monthTable(loaded: LoadedPack): PackTable {
  const { report, months } = loaded;
  const rows = months.map((month): PackRow => {
    const { word, meaning } = PERIOD_STATUS_WORDS[statusOfPeriod(report, month)];
    const lacking = lackingOf(loaded, month);
    const findings = report.data.findings(month);
    return {
      cells: [
        { text: periodLabel(month) },
        { text: word, note: meaning },
        { text: lacking.length === 0 ? 'none' : lacking.join(', ') },
        { text: findingsText(findings) },
        { text: String(report.data.month(month).stored.size) },
      ],
    };
  });
  return {
    columns: [
      { label: 'Month', share: 0.8 },
      { label: 'State', share: 1.1 },
      { label: 'Missing inputs', share: 2 },
      { label: 'Findings', share: 0.9 },
      { label: 'Values stored', isNumeric: true },
    ],
    blocks: [{ heading: null, rows }],
  };
}

function findingsText(findings: readonly StoredFinding[]): string {
  const open = findings.filter(({ acknowledgedAt }) => acknowledgedAt === null).length;
  const acknowledged = findings.length - open;
  const parts = [...(open > 0 ? [`${open} open`] : []), ...(acknowledged > 0 ? [`${acknowledged} acknowledged`] : [])];
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function packedFinding({ message, acknowledgedAt, acknowledgedBy, note }: StoredFinding): PackFinding {
  if (acknowledgedAt === null) return { message, acknowledgement: 'Not acknowledged yet.' };
  const by = `Acknowledged by ${acknowledgedBy ?? 'an unknown person'}`;
  return { message, acknowledgement: note ? `${by}: ${shortNote(note)}` : `${by}.` };
}

/** Values entered in place of a formula or a collection. */
function overrideTable(values: readonly StoredMetric[]): PackTable | null {
  const overrides = values.filter(
    ({ metric, source }) => source === 'manual' && metricStoredAs(metric).source !== 'manual',
  );
  if (overrides.length === 0) return null;
  const rest = overrides.length - LISTED_OVERRIDES;
  const more: PackRow[] = rest > 0 ? [{ cells: [{ text: `and ${counted(rest, 'further value')}` }] }] : [];
  const rows = overrides.slice(0, LISTED_OVERRIDES).map(({ metric, month, value, enteredBy }): PackRow => {
    const definition = metricStoredAs(metric);
    const texts = [definition.label, periodLabel(month), enteredBy ?? '', formatValue(value, definition)];
    return { cells: texts.map((text) => ({ text })) };
  });
  return {
    columns: [
      { label: 'Metric', share: 1.6 },
      { label: 'Month' },
      { label: 'By' },
      { label: 'Value', isNumeric: true },
    ],
    blocks: [{ heading: null, rows: [...rows, ...more] }],
  };
}

/** Each note once, with the values that have it. */
function noteTable(values: readonly StoredMetric[]): PackTable | null {
  const groups = new Map<string, StoredMetric[]>();
  for (const value of values) {
    if (value.notes === null || value.notes.trim() === '') continue;
    const key = JSON.stringify([value.enteredBy, value.notes]);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  if (groups.size === 0) return null;
  const rows = [...groups.values()].map((noted): PackRow => {
    const [first] = noted;
    const of = noted.map(({ metric, month }) => `${metricStoredAs(metric).label} of ${periodLabel(month)}`);
    return {
      cells: [
        { text: shortNote(first?.notes ?? '') },
        { text: first?.enteredBy ?? '' },
        { text: shortened(of, '; ', LISTED_NOTED) },
      ],
    };
  });
  return {
    columns: [
      { label: 'Note', share: 1.5 },
      { label: 'By', share: 0.6 },
      { label: 'On', share: 1.5 },
    ],
    blocks: [{ heading: null, rows }],
  };
}

/** By month and key; by code unit, so that the order does not depend on the host's locale. */
function storedValues({ report: { data }, months }: LoadedPack): StoredMetric[] {
  return months.flatMap((month) =>
    [...data.month(month).stored.values()].sort((a, b) => (a.metric < b.metric ? -1 : 1)),
  );
}

function shortNote(text: string): string {
  return text.length > LONGEST_NOTE ? `${text.slice(0, LONGEST_NOTE).trimEnd()}…` : text;
}
