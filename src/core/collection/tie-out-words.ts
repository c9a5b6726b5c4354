import { formatValue } from '#src/core/metrics/format.ts';
import { metricStoredAs } from '#src/core/metrics/metric-registry.ts';
import type { Decimal } from '#src/core/number.ts';
import { shortened } from '#src/core/words.ts';
import { rowKindOf } from './evidence.ts';
import type { RowDifferences, TieOut } from './tie-out.ts';

/** Maximum rows that a sentence names. */
const MOST_NAMED = 10;
const PLACES = 2;

/** What happened to a row since the run before. Amounts are null for rows without. */
export type RowEvent =
  /** The vendor counts it now; `isBack` where it is a row of the evidence that was missing. */
  | { readonly kind: 'added'; readonly id: number; readonly amount: Decimal | null; readonly isBack: boolean }
  /** The vendor no longer counts it, for a reason; null for one that is not in the evidence, which nobody asks for. */
  | { readonly kind: 'removed'; readonly id: number; readonly amount: Decimal | null; readonly reason: string | null }
  | { readonly kind: 'changed'; readonly id: number; readonly before: Decimal; readonly after: Decimal }
  /** The reason why it is missing is another one than before. */
  | { readonly kind: 'explained'; readonly id: number; readonly reason: string };

/** How the rows of a tie-out differ from those of the evidence, as events: what happened since it was stored. */
export function differencesAsEvents({ added, removed, changed }: RowDifferences): RowEvent[] {
  return [
    ...removed.map((row): RowEvent => ({ kind: 'removed', ...row })),
    ...changed.map((row): RowEvent => ({ kind: 'changed', ...row })),
    ...added.map((row): RowEvent => ({ kind: 'added', ...row, isBack: false })),
  ];
}

/** What happened to the rows between two tie-outs with the same evidence, each row once. */
export function eventsBetween(before: RowDifferences, now: RowDifferences): RowEvent[] {
  const [was, is] = [touchedRows(before), touchedRows(now)];
  const ids = [...new Set([...was.keys(), ...is.keys()])].sort((a, b) => a - b);
  return ids.flatMap((id) => {
    const [left, right] = [was.get(id), is.get(id)];
    const stored = left ? left.stored : right?.stored;
    // A row that one tie-out does not name is there as in the evidence, or neither here nor there.
    return eventOf(id, left ?? { stored, now: stored }, right ?? { stored, now: stored }) ?? [];
  });
}

interface TouchedRow {
  /** In the evidence; undefined where it is not, as in `now`. */
  readonly stored: Decimal | null | undefined;
  readonly now: Decimal | null | undefined;
  readonly reason?: string;
}

function touchedRows({ added, removed, changed }: RowDifferences): ReadonlyMap<number, TouchedRow> {
  return new Map<number, TouchedRow>([
    ...added.map(({ id, amount }) => [id, { stored: undefined, now: amount }] as const),
    ...removed.map(({ id, amount, reason }) => [id, { stored: amount, now: undefined, reason }] as const),
    ...changed.map(({ id, before, after }) => [id, { stored: before, now: after }] as const),
  ]);
}

function eventOf(id: number, was: TouchedRow, is: TouchedRow): RowEvent | null {
  if (was.now === undefined && is.now === undefined) {
    return was.reason === is.reason || !is.reason ? null : { kind: 'explained', id, reason: is.reason };
  }
  if (was.now === undefined) return { kind: 'added', id, amount: is.now ?? null, isBack: is.stored !== undefined };
  if (is.now === undefined) return { kind: 'removed', id, amount: was.now, reason: is.reason ?? null };
  const [before, after] = [was.now, is.now];
  return before && after && !before.equals(after) ? { kind: 'changed', id, before, after } : null;
}

/** A difference with its rows: `Hours 167.32 → 166.82: entry 88121 deleted (−0.75)`; null where it names no row. */
export function differenceWords(
  metric: string,
  { stored, vendorNow }: Pick<TieOut, 'stored' | 'vendorNow'>,
  differences: RowDifferences | null,
): string | null {
  const events = differences ? differencesAsEvents(differences) : [];
  if (events.length === 0) return null;
  const definition = metricStoredAs(metric);
  const unit = rowKindOf(metric) === 'time entry' ? 'Hours' : 'Tickets';
  return `${unit} ${formatValue(stored, definition)} → ${formatValue(vendorNow, definition)}: ${eventWords(metric, events)}`;
}

/** Events in words: `entry 88121 deleted (−0.75), entry 90212 edited 1.00 → 1.25`. */
export function eventWords(metric: string, events: readonly RowEvent[]): string {
  const noun = rowKindOf(metric) === 'time entry' ? 'entry' : 'ticket';
  return shortened(
    events.map((event) => `${noun} ${event.id} ${happened(event)}`),
    ', ',
    MOST_NAMED,
  );
}

function happened(event: RowEvent): string {
  switch (event.kind) {
    case 'added':
      return `${event.isBack ? 'is back' : 'added'}${signed('+', event.amount)}`;
    case 'removed':
      return `${removedWord(event.reason)}${signed('−', event.amount)}`;
    case 'changed':
      return `edited ${plain(event.before)} → ${plain(event.after)}`;
    case 'explained':
      return `now ${removedWord(event.reason)}`;
  }
}

function removedWord(reason: string | null): string {
  if (reason === null) return 'is gone again';
  return reason === 'unknown' ? 'no longer counted' : reason;
}

function signed(sign: '+' | '−', amount: Decimal | null): string {
  if (amount === null) return '';
  const isNegative = amount.isNegative() && !amount.isZero();
  const shown = isNegative ? (sign === '+' ? '−' : '+') : sign;
  return ` (${shown}${plain(amount.abs())})`;
}

function plain(amount: Decimal): string {
  const text = amount.decimalPlaces() > PLACES ? amount.abs().toFixed() : amount.abs().toFixed(PLACES);
  return amount.isNegative() && !amount.isZero() ? `−${text}` : text;
}

/** What happened to a value since the last tie-out, in words; null for nothing. */
export function newsOf(before: TieOut | null, now: TieOut): string | null {
  const isSame = before !== null && before.evidenceVersion === now.evidenceVersion;
  const events = isSame ? eventsBetween(before, now) : differencesAsEvents(now);
  return events.length === 0 ? null : eventWords(now.metric, events);
}
