import { exactValue, formatInstant, type ValueFormat } from '#src/web/values/format.ts';
import { formatPeriod, isPeriod } from '#src/web/values/period.ts';

/** Labels and formats of metrics and SmartNumbers by key. */
export type Subjects = ReadonlyMap<string, { readonly label: string; readonly format: ValueFormat }>;

/** A change of a value or of a setting. */
export interface AuditChange {
  /** What has changed; empty if the entry itself names it. */
  readonly subject: string;
  readonly before: AuditState;
  readonly after: AuditState;
}

/** The state before or after a change. */
export interface AuditState {
  readonly value: string;
  /** Other recorded details: source, notes. */
  readonly more: readonly string[];
}

/** The detail of an entry, for people. */
export interface AuditWords {
  readonly changes: readonly AuditChange[];
  readonly facts: readonly { readonly name: string; readonly text: string }[];
}

type Json = Readonly<Record<string, unknown>>;

const NONE = 'none';

/**
 * Formats the detail of an entry. Its shape depends on the action and on the version that wrote it, so unknown parts are shown
 * as recorded and nothing is omitted.
 */
export function auditWords(detail: unknown, subjects: Subjects): AuditWords {
  if (!isObject(detail))
    return { changes: [], facts: detail == null ? [] : [{ name: 'detail', text: textOf(detail) }] };
  const { changes, before, after, ...rest } = detail;
  const several = Array.isArray(changes) ? changes : [];
  const hasOne = 'before' in detail && 'after' in detail;
  const unread = { ...(Array.isArray(changes) ? {} : { changes }), ...(hasOne ? {} : { before, after }) };
  const facts = { ...rest, ...unread };
  return {
    changes: [
      ...(hasOne ? [changeOf({ metric: detail['metric'], before, after }, subjects)] : []),
      ...several.map((each) => changeOf(withoutPeriod(each, detail['period']), subjects)),
    ],
    facts: Object.entries(facts).flatMap(([name, value]) => factOf(name, value, { subjects, hasOne })),
  };
}

/** A change, without its period if that is the entry's own, which is shown once. */
function withoutPeriod(change: unknown, own: unknown): Json {
  if (!isObject(change)) return { after: change };
  const { period, ...rest } = change;
  return period === own ? rest : change;
}

function changeOf({ metric, period, before, after }: Json, subjects: Subjects): AuditChange {
  const subject = subjects.get(String(metric));
  const label = metric === undefined ? [] : [subject?.label ?? textOf(metric)];
  const month = period === undefined ? [] : [periodText(period)];
  const format = subject?.format ?? null;
  return {
    subject: [...label, ...month].join(', '),
    before: stateOf(before, format),
    after: stateOf(after, format),
  };
}

/** The state before or after: a metric's value with its source, else as recorded. */
function stateOf(state: unknown, format: ValueFormat | null): AuditState {
  if (!isObject(state)) return { value: valueText(state, format), more: [] };
  if (!('value' in state)) return { value: textOf(state), more: [] };
  const { value, source, ...rest } = state;
  const others = Object.entries(rest).map(([name, each]) => namedText(name, each));
  return { value: valueText(value, format), more: [...(source === undefined ? [] : [textOf(source)]), ...others] };
}

function valueText(value: unknown, format: ValueFormat | null): string {
  if (value === null || value === undefined) return NONE;
  const isDecimal = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);
  return isDecimal && format !== null ? exactValue(value, format) : textOf(value);
}

function factOf(
  name: string,
  value: unknown,
  { subjects, hasOne }: { readonly subjects: Subjects; readonly hasOne: boolean },
): AuditWords['facts'] {
  // The metric of a single change is shown before its values.
  if (value === undefined || (name === 'metric' && hasOne)) return [];
  if (name === 'metric') return [{ name, text: subjects.get(String(value))?.label ?? textOf(value) }];
  return [{ name: nameText(name), text: textOf(value) }];
}

function namedText(name: string, value: unknown): string {
  return `${nameText(name)}: ${textOf(value)}`;
}

/** `expiresAt` becomes `expires at`. */
function nameText(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function textOf(value: unknown): string {
  if (value === null) return NONE;
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (Array.isArray(value)) return value.length === 0 ? NONE : value.map(textOf).join(', ');
  if (isObject(value))
    return Object.entries(value)
      .map(([name, each]) => namedText(name, each))
      .join(', ');
  const text = String(value);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? formatInstant(text) : periodText(text);
}

function periodText(value: unknown): string {
  const text = String(value);
  return isPeriod(text) ? formatPeriod(text) : text;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
