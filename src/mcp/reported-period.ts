import { z } from 'zod';
import { type Period, periodDates, periodLabel } from '#src/core/period.ts';
import { type Report, statusOfPeriod } from '#src/service/report/report.ts';

/** A month or quarter. */
export const reportedPeriod = z.object({
  period: z.string(),
  label: z.string(),
  firstDay: z.string(),
  lastDay: z.string(),
  status: z
    .enum(['FUTURE', 'RUNNING', 'ENDED', 'CLOSED'])
    .describe('RUNNING: values still change. ENDED: collected values are frozen. CLOSED: nothing changes.'),
});

/** A period as a tool answers it. Its months, or the months with data, must be loaded. */
export function reportedPeriodOf(report: Report, period: Period): z.input<typeof reportedPeriod> {
  const { first, last } = periodDates(period);
  return { period, label: periodLabel(period), firstDay: first, lastDay: last, status: statusOfPeriod(report, period) };
}

export const organization = z.object({ id: z.int(), name: z.string() }).describe('Whose numbers these are.');

/** The loaded organization of a report. */
export function organizationOf({ data }: Report): z.input<typeof organization> {
  return { id: data.organizationId, name: data.organization()?.name ?? '' };
}
