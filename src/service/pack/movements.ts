import { formatDifference } from '#src/core/metrics/format.ts';
import type { MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import type { Decimal } from '#src/core/number.ts';
import { periodLabel } from '#src/core/period.ts';
import { signedPercent } from '#src/core/review-words.ts';
import { counted } from '#src/core/words.ts';
import type {
  PackContent,
  PackMovement,
  PackPart,
  PackRow,
  PackTable,
  PackWaterfall,
} from '#src/files/pack-content.ts';
import { attributionOf, type ChangePart, partsOf, type ReportedChange } from '#src/service/report/attribution.ts';
import { componentsOf } from '#src/service/report/definitions.ts';
import { reportMetric, reportSmartNumbers, type SmartNumberReport } from '#src/service/report/report.ts';
import {
  changeSince,
  explainComponent,
  explainSmartNumberValue,
  reportSame,
} from '#src/service/report/report-value.ts';
import type { LoadedPack } from './loaded-pack.ts';
import { toneOf } from './smart-numbers.ts';

/** SmartNumbers that are explained: those that moved most. */
const LISTED = 5;
const KNOWN =
  'Each stands with what its inputs contribute to the change, its calculation in both periods, and the components that changed.';

/** A SmartNumber that changed since the previous period. */
export interface Moved {
  readonly value: SmartNumberReport;
  readonly earlier: SmartNumberReport;
  readonly change: ReportedChange & { readonly absolute: Decimal };
}

/** The comparable SmartNumbers that changed since the previous period, the largest change by its percentage first. */
export function movedMost(loaded: LoadedPack): Moved[] {
  const moved = reportSmartNumbers(loaded.report, loaded.period, {}).flatMap((value): Moved[] => {
    const change = changeSince(value, 'PREVIOUS');
    const { absolute } = change;
    if (absolute === null || absolute.isZero()) return [];
    return [{ value, earlier: reportSame(value, loaded.previous), change: { ...change, absolute } }];
  });
  // A change from 0 has no percentage; sorting keeps the order of the registry among equals.
  const size = ({ change: { percent } }: Moved) => percent?.abs().toNumber() ?? 0;
  return moved.sort((a, b) => size(b) - size(a));
}

/** What changed since the previous period, and what is known of why. */
export function packMovements(loaded: LoadedPack): PackContent['movements'] {
  const moved = movedMost(loaded);
  const values = reportSmartNumbers(loaded.report, loaded.period, {});
  const since = periodLabel(loaded.previous);
  if (moved.length === 0) return { introduction: whyNone(values, since), listed: [] };
  const listed = moved.slice(0, LISTED);
  const which =
    moved.length > LISTED
      ? `These ${LISTED} of the ${moved.length} SmartNumbers that changed since ${since} moved most, by percentage.`
      : `${counted(moved.length, 'SmartNumber')} changed since ${since}.`;
  return { introduction: `${which} ${KNOWN}`, listed: listed.map((each) => movement(loaded, each)) };
}

function whyNone(values: readonly SmartNumberReport[], since: string): string {
  const changes = values.map((value) => changeSince(value, 'PREVIOUS'));
  if (changes.some(({ comparable }) => comparable)) return `No SmartNumber changed since ${since}.`;
  const reasons = [...new Set(changes.map(({ reason }) => reason))];
  return `No SmartNumber can be compared with ${since}: ${reasons.join('; ')}.`;
}

function movement(loaded: LoadedPack, moved: Moved): PackMovement {
  const { value, earlier, change } = moved;
  const { rows, unchanged } = componentRows(loaded, moved);
  const isItsComponent = explainSmartNumberValue(value).components.length === 1;
  return {
    label: value.definition.label,
    sentence: sentenceOf(moved),
    contributions: contributionsOf(change),
    waterfall: waterfallOf(change),
    tone: toneOf(change.better),
    calculations: [calculationOf(value), calculationOf(earlier)],
    components: isItsComponent || rows.length === 0 ? null : componentTable(loaded, rows),
    unchanged: unchanged.length === 0 ? null : `Unchanged: ${unchanged.join(', ')}.`,
  };
}

/** What its inputs contribute, or why that is not known. */
function contributionsOf(change: ReportedChange): string {
  const { sentence, reason } = attributionOf(change);
  return sentence ?? `The change is not divided among its inputs: ${reason}.`;
}

/** The inputs that contribute to a change; of a number that is its only input, the months. Null where they are not several. */
function waterfallOf(change: ReportedChange): PackWaterfall | null {
  const { contributions, total, formatted } = attributionOf(change);
  const effective = partsOf(contributions, change.current.definition).filter((part) => !part.contribution.isZero());
  if (effective.length < 2 || total === null || formatted === null) return null;
  return { parts: effective.map(packPart), total: packPart({ label: 'Change', contribution: total, formatted }) };
}

/** Percentage points are named in the sentence. */
function packPart({ label, contribution, formatted }: Omit<ChangePart, 'shown'>): PackPart {
  return { label, amount: contribution.toFixed(), formatted: formatted.replace(/ points$/, '') };
}

/** `Q3 2026: $1.00 ÷ $2.00 = 50.00%`; of a number that is its only component, how that comes from its months. */
function calculationOf(value: SmartNumberReport): string {
  const explanation = explainSmartNumberValue(value);
  const [only, ...others] = explanation.components;
  const explained = only && others.length === 0 ? explainComponent(only) : null;
  return `${periodLabel(value.period)}: ${(explained ?? explanation).display}`;
}

/** `Net Profit % fell from 12.30% in Q2 2026 to 10.48% in Q3 2026: -1.82 points (-14.8%, worse).` */
export function sentenceOf({ value, earlier, change }: Moved): string {
  const { absolute } = change;
  const { definition } = value;
  const verb = absolute.isPositive() ? 'rose' : 'fell';
  const by = formatDifference(absolute, definition);
  const difference = definition.format === 'percentage' ? `${by.slice(0, -1)} points` : by;
  const [before, after] = [periodLabel(earlier.period), periodLabel(value.period)];
  return `${definition.label} ${verb} from ${earlier.formatted} in ${before} to ${value.formatted} in ${after}: ${difference}${notesOf(change)}.`;
}

/** ` (-14.8%, worse)`; empty where neither is known. */
export function notesOf({ percent, better }: Pick<ReportedChange, 'percent' | 'better'>): string {
  const notes = [
    ...(percent === null ? [] : [signedPercent(percent)]),
    ...(better === null ? [] : [better ? 'better' : 'worse']),
  ];
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}

function componentTable({ period, previous }: LoadedPack, rows: readonly PackRow[]): PackTable {
  return {
    columns: [
      { label: 'Component' },
      { label: periodLabel(previous), isNumeric: true },
      { label: periodLabel(period), isNumeric: true },
      { label: 'Change', isNumeric: true, isTotal: true },
    ],
    blocks: [{ heading: null, rows }],
  };
}

/** The changed components, each with the changed inputs of its own formula; and the unchanged ones as text. */
function componentRows(
  loaded: LoadedPack,
  { value, earlier }: Moved,
): { readonly rows: readonly PackRow[]; readonly unchanged: readonly string[] } {
  const before = new Map(explainSmartNumberValue(earlier).components.map((each) => [each.key, each]));
  const unchanged: string[] = [];
  const rows = explainSmartNumberValue(value).components.flatMap((now): PackRow[] => {
    const then = before.get(now.key);
    const difference = now.value !== null && then?.value ? now.value.minus(then.value) : null;
    if (difference?.isZero()) {
      unchanged.push(`${now.definition.label} (${now.formatted})`);
      return [];
    }
    const texts = [then?.formatted ?? '—', now.formatted];
    return [rowOf(now.definition, texts, difference), ...inputRows(loaded, now.definition)];
  });
  return { rows, unchanged };
}

/** The changed inputs of a calculated component; none where it was entered by hand in one of the periods. */
function inputRows(loaded: LoadedPack, component: MetricDefinition): PackRow[] {
  if (isEntered(loaded, component.key)) return [];
  return componentsOf(component).flatMap((input) => {
    const [now, then] = [loaded.period, loaded.previous].map((period) => reportMetric(loaded.report, period, input));
    if (!now?.value || !then?.value || now.value.equals(then.value)) return [];
    const row = rowOf(input, [then.formatted, now.formatted], now.value.minus(then.value));
    return [{ ...row, isIndented: true }];
  });
}

function isEntered({ report: { data }, months, previousMonths }: LoadedPack, key: string): boolean {
  return [...months, ...previousMonths].some((month) => data.month(month).sources.get(key) === 'manual');
}

function rowOf(definition: MetricDefinition, texts: readonly string[], difference: Decimal | null): PackRow {
  const change = difference === null ? '—' : formatDifference(difference, definition);
  return { cells: [{ text: definition.label }, ...texts.map((text) => ({ text })), { text: change }] };
}
