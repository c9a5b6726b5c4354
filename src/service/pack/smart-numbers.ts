import { formatDifference, formatValue } from '#src/core/metrics/format.ts';
import { SMART_NUMBER_CATEGORIES } from '#src/core/metrics/smart-number-registry.ts';
import { isQuarter, periodLabel } from '#src/core/period.ts';
import { coverageWords, limitWords, signedPercent, THRESHOLD_STATUS_WORDS } from '#src/core/review-words.ts';
import type { PackCategory, PackChange, PackPoint, PackSmartNumber, Tone } from '#src/files/pack-content.ts';
import { definitionsOf } from '#src/service/report/definitions.ts';
import { reportSmartNumber, reportSmartNumbers, type SmartNumberReport } from '#src/service/report/report.ts';
import {
  type Comparison,
  changeSince,
  explainSmartNumberValue,
  reportSame,
  statusOfValue,
} from '#src/service/report/report-value.ts';
import type { LoadedPack } from './loaded-pack.ts';

/** The 18 SmartNumbers of the period, by category. */
export function packSmartNumbers(loaded: LoadedPack): PackCategory[] {
  const { report, period } = loaded;
  const values = reportSmartNumbers(report, period, {});
  return SMART_NUMBER_CATEGORIES.map((title) => ({
    title,
    numbers: values.filter(({ definition }) => definition.category === title).map((each) => packed(loaded, each)),
  }));
}

function packed(loaded: LoadedPack, value: SmartNumberReport): PackSmartNumber {
  const { definition, formatted } = value;
  const status = statusOfValue(value);
  const limits = loaded.report.data.thresholds().filter(({ metric }) => metric === definition.key);
  return {
    ...{ label: definition.label, formatted, status },
    coverage: coverageOf(value),
    statusWord: status === 'NONE' ? 'No limits' : THRESHOLD_STATUS_WORDS[status],
    limits:
      status === 'NONE'
        ? ''
        : limits.map((each) => limitWords({ ...each, limit: formatValue(each.value, definition) })).join(', '),
    previous: packedChange(loaded, value, 'PREVIOUS'),
    yearAgo: packedChange(loaded, value, 'YEAR_AGO'),
    points: pointsOf(loaded, value),
  };
}

/** Why a SmartNumber is absent or partial; null if it is exact. */
export function coverageOf(value: SmartNumberReport): string | null {
  const { missing, obstacle } = explainSmartNumberValue(value);
  return coverageWords({
    state: value.state,
    monthsCovered: value.months.length,
    missing: definitionsOf(missing).map(({ label }) => label),
    isOfQuarter: isQuarter(value.period),
    obstacle,
  });
}

function packedChange({ previous, yearAgo }: LoadedPack, value: SmartNumberReport, since: Comparison): PackChange {
  const change = changeSince(value, since);
  const { absolute, percent, better, comparable, reason } = change;
  const earlier = since === 'PREVIOUS' ? previous : yearAgo;
  if (!comparable || absolute === null) return { text: `No trend: ${reason}`, from: null, tone: 'quiet' };
  const from = reportSame(value, earlier).formatted;
  if (absolute.isZero()) return { text: `Same as ${periodLabel(earlier)}`, from, tone: 'quiet' };
  const moved = percent === null ? formatDifference(absolute, value.definition) : signedPercent(percent);
  const word = better === null ? '' : ` ${better ? 'better' : 'worse'}`;
  return { text: `${moved}${word}`, from, tone: toneOf(better) };
}

/** The tone of a change, which its word repeats. */
export function toneOf(better: boolean | null): Tone {
  if (better === null) return 'plain';
  return better ? 'good' : 'bad';
}

function pointsOf({ report, recent }: LoadedPack, { definition }: SmartNumberReport): PackPoint[] {
  return recent.map((period) => {
    const { value, formatted, state } = reportSmartNumber(report, period, definition);
    return { label: periodLabel(period), value: value?.toNumber() ?? null, formatted, isPartial: state === 'PARTIAL' };
  });
}
