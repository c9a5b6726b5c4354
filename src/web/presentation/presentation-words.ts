import type { PeriodStatus, RuleKind } from '#src/web/gql/operations.ts';
import { isQuarter, type PeriodKey } from '#src/web/values/period.ts';

/** The kinds of changed rules, for people. */
export const RULE_KIND: Readonly<Record<RuleKind, string>> = {
  FORMULA: 'Formula',
  DEFINITION: 'Definition',
  ACCOUNT_MAPPING: 'Account mapping',
  BASIS: 'Basis of the books',
  CLOSING_DATE: 'Closing date',
  DEVICES: 'Devices',
  BOARDS: 'Tickets',
  TIME_ZONE: 'Time zone',
  THRESHOLD: 'Threshold',
};

/** What has become of a value. */
export const DIFFERENCE_STATE = {
  SAME: 'Same',
  CHANGED: 'Changed',
  NEW: 'New',
  GONE: 'Gone',
} as const;

/** `3 numbers have changed since`; with the rules where there are only those. */
export function changedWords(numbers: number, rules: number): string {
  if (numbers === 0) {
    if (rules === 0) return 'nothing has changed since';
    return `${rules} ${rules === 1 ? 'rule has' : 'rules have'} changed since, and no number`;
  }
  return `${numbers} ${numbers === 1 ? 'number has' : 'numbers have'} changed since`;
}

/** Whether a period is over, and so may be presented. */
export function isOver(status: PeriodStatus): boolean {
  return status === 'ENDED' || status === 'CLOSED';
}

/** `quarter` or `month`. */
export function kindOf(period: PeriodKey): string {
  return isQuarter(period) ? 'quarter' : 'month';
}

/** The address of the view of a presentation; of the newest without a version. */
export function presentationPath(period: PeriodKey, version?: number): string {
  return `/presentation?period=${period}${version === undefined ? '' : `&version=${version}`}`;
}
