import { isQuarter, localDate, type Period, periodBoundaries, periodDates, periodLabel } from '#src/core/period.ts';
import { PERIOD_STATUS_WORDS } from '#src/core/review-words.ts';
import type { PackContent } from '#src/files/pack-content.ts';
import { type Report, statusOfPeriod } from '#src/service/report/report.ts';
import { packBreaches } from './breaches.ts';
import { packDefinitions } from './definitions.ts';
import { type LoadedPack, loadPack } from './loaded-pack.ts';
import { packMovements } from './movements.ts';
import { packQuality } from './quality.ts';
import { periodSheet, yearSheet } from './sheets.ts';
import { packSmartNumbers } from './smart-numbers.ts';
import { packSummary } from './summary.ts';

const ABSENCE = 'A dash (—) is an absent value, never zero. What is missing is listed under Data quality.';
const DATES = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });

/**
 * Everything that the pack of a period says.
 * @param presentation the version that the period is presented as; null for a pack of what is stored now
 * @throws OrganizationNotFoundError; UnauthenticatedError, ForbiddenError
 */
export async function packContent(
  report: Report,
  period: Period,
  presentation: number | null = null,
): Promise<PackContent> {
  const loaded = await loadPack(report, period);
  const asOf = newestChange(loaded);
  const { first, last } = periodDates(period);
  const parts = {
    smartNumbers: packSmartNumbers(loaded),
    movements: packMovements(loaded),
    breaches: packBreaches(loaded),
    quality: await packQuality(loaded),
  };
  return {
    organization: report.data.organization()?.name ?? '',
    title: `${isQuarter(period) ? 'Quarterly' : 'Monthly'} business review`,
    label: periodLabel(period),
    dates: `${dateText(first)} to ${dateText(last)}`,
    status: PERIOD_STATUS_WORDS[statusOfPeriod(report, period)],
    asOf: asOf ?? periodBoundaries(period, report.timeZone).start,
    asOfText: asOf
      ? `Values as last changed on ${dateText(localDate(asOf, report.timeZone))}.`
      : 'Nothing is stored for this period or those that it is compared with.',
    presentation,
    summary: packSummary(loaded, parts),
    previousLabel: periodLabel(loaded.previous),
    yearAgoLabel: periodLabel(loaded.yearAgo),
    absence: ABSENCE,
    periodSheet: periodSheet(loaded),
    yearSheet: yearSheet(loaded),
    definitions: packDefinitions(),
    ...parts,
  };
}

/** The newest change of a value of the printed months; null if they have none. */
function newestChange({ report: { data }, printedMonths }: LoadedPack): Date | null {
  const times = printedMonths.flatMap((month) =>
    [...data.month(month).stored.values()].map(({ updatedAt }) => updatedAt.getTime()),
  );
  return times.length === 0 ? null : new Date(times.reduce((newest, each) => Math.max(newest, each)));
}

/** `November 3, 2026`. @param date `YYYY-MM-DD` */
function dateText(date: string): string {
  return DATES.format(new Date(`${date}T00:00Z`));
}
