import { periodLabel } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import type { PackContent } from '#src/files/pack-content.ts';
import { thresholdBreaches } from '#src/service/attention/threshold-breaches.ts';
import { monthsWithin } from '#src/service/report/periods.ts';
import type { LoadedPack } from './loaded-pack.ts';

/** The values of the period and its months that are outside their limits, critical ones first. */
export function packBreaches({ report, period }: LoadedPack): PackContent['breaches'] {
  const limits = report.data.thresholds().length;
  if (limits === 0) return { introduction: 'No limits are set for any number.', listed: [] };
  const found = thresholdBreaches(report, [period, ...monthsWithin(period)]);
  const listed = (['critical', 'warning'] as const).flatMap((severity) =>
    found.flatMap(({ thresholds: [first], severity: own, message }) =>
      first && own === severity ? [{ severity, message }] : [],
    ),
  );
  const label = periodLabel(period);
  const set = `${counted(limits, 'limit')} ${limits === 1 ? 'is' : 'are'} set.`;
  return listed.length === 0
    ? { introduction: `${set} No value of ${label} is outside of them.`, listed }
    : { introduction: `${set} Outside of them in ${label}: ${counted(listed.length, 'value')}.`, listed };
}
