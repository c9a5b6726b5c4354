import { accountsOf, MAPPED_METRICS, type MappedAccount } from '#src/core/books/account-mapping.ts';
import { formatValue } from '#src/core/metrics/format.ts';
import { Decimal } from '#src/core/number.ts';
import { type Period, periodLabel } from '#src/core/period.ts';
import { limitWords } from '#src/core/review-words.ts';
import {
  definitionsIn,
  type PresentedMapping,
  type PresentedMetric,
  type PresentedMonthRules,
  type PresentedSmartNumber,
  type PresentedState,
} from './content.ts';
import { isSame } from './rule-stages.ts';

/** Kinds of rules, in the order in which their changes are listed. */
export const RULE_KINDS = [
  'FORMULA',
  'DEFINITION',
  'ACCOUNT_MAPPING',
  'BASIS',
  'CLOSING_DATE',
  'DEVICES',
  'BOARDS',
  'TIME_ZONE',
  'THRESHOLD',
] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** A rule that is another one than when the period was presented. */
export interface RuleChange {
  readonly kind: RuleKind;
  /** What it is a rule for, in words. */
  readonly subject: string;
  /** The month, where it is one month's. */
  readonly period: Period | null;
  /** In words; null where there was none. */
  readonly before: string | null;
  readonly after: string | null;
}

/** The rules that changed. Both states must be in the canonical form. */
export function ruleChanges(presented: PresentedState, now: PresentedState): RuleChange[] {
  return [
    ...definitionChanges(presented, now),
    ...monthChanges(presented, now),
    ...programChanges(presented, now),
    ...thresholdChanges(presented, now),
  ].sort((a, b) => RULE_KINDS.indexOf(a.kind) - RULE_KINDS.indexOf(b.kind));
}

type Definition = PresentedMetric | PresentedSmartNumber;
const KINDS = ['metric', 'smartNumber'] as const;

function definitionChanges(presented: PresentedState, now: PresentedState): RuleChange[] {
  const [was, is] = [definitionsIn(presented), definitionsIn(now)];
  return KINDS.flatMap((kind) => {
    const of = (state: PresentedState): readonly Definition[] =>
      kind === 'metric' ? state.metrics : state.smartNumbers;
    const keys = [...new Set([...of(presented), ...of(now)].filter((each) => !isCustom(each)).map(({ key }) => key))];
    return keys.flatMap((key) => changesOf(was({ kind, key }), is({ kind, key })));
  });
}

/** A custom metric has no rules. */
function isCustom(definition: Definition): boolean {
  return 'custom' in definition && definition.custom;
}

function changesOf(was: Definition | undefined, is: Definition | undefined): RuleChange[] {
  const subject = (is ?? was)?.label ?? '';
  const change = (kind: RuleKind, before: string | null, after: string | null): RuleChange[] =>
    before === after ? [] : [{ kind, subject, period: null, before, after }];
  if (!was || !is) return change('DEFINITION', was ? 'listed' : null, is ? 'listed' : null);
  return [
    ...change('FORMULA', was.formula, is.formula),
    ...change('DEFINITION', definitionText(was), definitionText(is)),
  ];
}

function definitionText(definition: Definition): string {
  const { format, places, better } = definition;
  const style = `${format} of ${places} decimals, better: ${better}`;
  if (!('aggregation' in definition)) return style;
  const { aggregation, absentIsZero, source } = definition;
  return `${style}, over a quarter: ${aggregation}, source: ${source}${absentIsZero ? ', counts as 0 where absent' : ''}`;
}

function monthChanges(presented: PresentedState, now: PresentedState): RuleChange[] {
  return presented.rules.months.flatMap((was) => {
    const is = now.rules.months.find(({ month }) => month === was.month);
    if (!is) return [];
    return [...mappingChanges(was, is), ...basisChange(was, is)];
  });
}

function mappingChanges(
  { month, mapping: was }: PresentedMonthRules,
  { mapping: is }: PresentedMonthRules,
): RuleChange[] {
  const [before, after] = [mappingTexts(was), mappingTexts(is)];
  const subjects = [...new Set([...before.keys(), ...after.keys()])];
  return subjects.flatMap((subject) => {
    const [one, other] = [before.get(subject) ?? null, after.get(subject) ?? null];
    if (one === other) return [];
    return [{ kind: 'ACCOUNT_MAPPING', subject, period: month, before: one, after: other }];
  });
}

/** What a mapping says, each part by its name. */
function mappingTexts(mapping: PresentedMapping | null): Map<string, string> {
  if (!mapping) return new Map();
  const { otherIncomeCounts, otherExpenseCounts, reclassify, further } = mapping;
  const lists = MAPPED_METRICS.map((metric) => {
    const text = mapping.metrics[metric] === 'none' ? 'none' : accountTexts(accountsOf(mapping, metric));
    return [`Accounts of ${metric}`, text] as const;
  });
  return new Map([
    ...lists,
    ['Other income counts', otherIncomeCounts ? 'yes' : 'no'],
    ['Other expense counts', otherExpenseCounts ? 'yes' : 'no'],
    ['Cost of goods sold that counts as expense', accountTexts(reclassify)],
    ['Bank accounts of the cash reserve', accountTexts(further.cashReserve)],
    ['A/R over 90 days is read', further.arOver90Days ? 'yes' : 'no'],
    ['Average monthly expenses are read', further.averageMonthlyExpenses ? 'yes' : 'no'],
  ]);
}

function accountTexts(accounts: readonly Pick<MappedAccount, 'account' | 'subAccounts'>[]): string {
  if (accounts.length === 0) return 'not decided';
  return accounts
    .map(({ account, subAccounts }) => (subAccounts ? `${account} with those below it` : account))
    .sort()
    .join(', ');
}

function basisChange(
  { month, statement: was }: PresentedMonthRules,
  { statement: is }: PresentedMonthRules,
): RuleChange[] {
  if (!was || !is || was.basis === is.basis) return [];
  return [{ kind: 'BASIS', subject: 'Basis of the books', period: month, before: was.basis, after: is.basis }];
}

function programChanges({ rules: was }: PresentedState, { rules: is }: PresentedState): RuleChange[] {
  const change = (kind: RuleKind, subject: string, before: unknown, after: unknown): RuleChange[] =>
    isSame(before, after) ? [] : [{ kind, subject, period: null, before: textOf(before), after: textOf(after) }];
  return [
    ...change('CLOSING_DATE', 'Closing date of the books', was.closingDate, is.closingDate),
    ...change(
      'DEVICES',
      'Classes that are no endpoints',
      was.devices.endpointExcludedClasses,
      is.devices.endpointExcludedClasses,
    ),
    ...change('DEVICES', 'Classes that are no seats', was.devices.seatExcludedClasses, is.devices.seatExcludedClasses),
    ...change(
      'DEVICES',
      'Organizations that are no clients',
      was.devices.internalOrganizations,
      is.devices.internalOrganizations,
    ),
    ...change('BOARDS', 'Boards of reactive tickets', was.boards, is.boards),
    ...change('BOARDS', 'Statuses of closed tickets', was.closedStatuses, is.closedStatuses),
    ...change('TIME_ZONE', 'Time zone of the months', was.timeZone, is.timeZone),
  ];
}

function textOf(value: unknown): string | null {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  return value === null || value === undefined ? null : String(value);
}

function thresholdChanges(presented: PresentedState, now: PresentedState): RuleChange[] {
  const [before, after] = [limits(presented), limits(now)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((subject) => {
    const [one, other] = [before.get(subject) ?? null, after.get(subject) ?? null];
    return one === other ? [] : [{ kind: 'THRESHOLD', subject, period: null, before: one, after: other }];
  });
}

/** The limits of each metric in words, by its label. */
function limits(state: PresentedState): Map<string, string> {
  const definitionOf = definitionsIn(state);
  const texts = new Map<string, string>();
  for (const { metric: key, type, bound, value } of state.rules.thresholds) {
    const definition = definitionOf({ kind: 'smartNumber', key }) ?? definitionOf({ kind: 'metric', key });
    const label = definition?.label ?? key;
    const limit = definition ? formatValue(new Decimal(value), definition) : value;
    texts.set(label, [texts.get(label), limitWords({ type, bound, limit })].filter(Boolean).join(', '));
  }
  return texts;
}

/** `Account mapping of January 2026, Accounts of mrr: A; before: B.` */
export function ruleChangeSentence({ subject, period, before, after }: RuleChange): string {
  const of = period ? ` in ${periodLabel(period)}` : '';
  return `${subject}${of}: ${after ?? 'none'} (presented: ${before ?? 'none'})`;
}
