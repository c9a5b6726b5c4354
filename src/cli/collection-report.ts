import { periodLabel } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import type { CollectionReport } from '#src/service/collection/collection.ts';
import type { VendorReport } from '#src/service/collection/vendor-collection.ts';
import { VENDOR_NAMES } from '#src/service/collection/vendor-reader.ts';
import { VENDOR_ARGUMENTS } from './arguments.ts';
import { table } from './output.ts';
import { changeJson, changeLine } from './value-changes.ts';

/** The report of a collection as text. */
export function reportText(report: CollectionReport): string {
  const isDryRun = report.runId === null;
  const seconds = ((report.endedAt.getTime() - report.startedAt.getTime()) / 1_000).toFixed(1);
  const [first, last] = [report.months[0], report.months.at(-1)];
  const range = first === last ? first : `${first} to ${last}`;
  const what = isDryRun ? 'Dry run' : `Run ${report.runId}`;
  return [
    `${what} of ${counted(report.months.length, 'month')} (${range}): ${report.status} in ${seconds} s`,
    '',
    table(['Vendor', 'Result', 'Months', 'Values', 'Changes', 'Findings'], report.vendors.map(vendorRow)),
    ...report.vendors.flatMap(({ errorMessage }) => (errorMessage === null ? [] : ['', errorMessage])),
    ...notes(report),
    ...(isDryRun ? dryRunChanges(report) : []),
  ].join('\n');
}

function vendorRow({ vendor, status, entries, changes, findings }: VendorReport): (string | number)[] {
  if (status === 'failed') return [VENDOR_NAMES[vendor], status, '–', '–', '–', '–'];
  const withValues = entries.filter(({ metricsCollected }) => metricsCollected > 0);
  const values = entries.reduce((sum, { metricsCollected }) => sum + metricsCollected, 0);
  return [VENDOR_NAMES[vendor], status, withValues.length, values, changes.length, findings];
}

/** Notes on the latest month of each vendor; the run log and `--json` have the notes of all months. */
function notes({ vendors }: CollectionReport): string[] {
  const lines = vendors.flatMap(({ vendor, entries }) => {
    const entry = entries.at(-1);
    return entry?.notes ? [`${VENDOR_NAMES[vendor]}, ${periodLabel(entry.month)}: ${entry.notes}`] : [];
  });
  return lines.length > 0 ? ['', ...lines] : [];
}

function dryRunChanges({ vendors }: CollectionReport): string[] {
  const changes = vendors.flatMap((vendor) => vendor.changes);
  if (changes.length === 0) return ['', 'Nothing would change.'];
  return ['', 'Would change:', ...changes.map((change) => `  ${change.month} ${changeLine(change)}`)];
}

/** The report of a collection for `--json`. */
export function reportJson(report: CollectionReport) {
  return {
    ...report,
    vendors: report.vendors.map(({ vendor, changes, entries, ...rest }) => ({
      vendor: VENDOR_ARGUMENTS[vendor],
      ...rest,
      entries: entries.map(({ month, ...entry }) => ({ period: month, ...entry })),
      changes: changes.map(changeJson),
    })),
  };
}
