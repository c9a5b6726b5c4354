import type { AuditTrailQueryVariables } from '#src/web/gql/operations.ts';
import { isPeriod } from '#src/web/values/period.ts';
import { endOfLocalDate, startOfLocalDate } from './local-date.ts';

/** Which entries are wanted, as it stands in the address; an empty text does not matter. */
export interface AuditFilter {
  /** The whole name of whoever did it. */
  readonly actor: string;
  readonly action: string;
  /** A month or quarter that an entry is about. */
  readonly period: string;
  /** The key of a metric or SmartNumber that an entry is about. */
  readonly metric: string;
  /** First day in the viewer's zone: `2026-07-01`. */
  readonly from: string;
  /** Last day in the viewer's zone. */
  readonly to: string;
}

export const FILTER_NAMES = ['actor', 'action', 'period', 'metric', 'from', 'to'] as const;

/** What the parameters of the address ask for; what is no period or date does not matter. */
export function auditFilter(parameters: URLSearchParams): AuditFilter {
  const text = (name: string) => parameters.get(name)?.trim() ?? '';
  const period = text('period');
  return {
    ...{ actor: text('actor'), action: text('action'), metric: text('metric') },
    ...{ period: isPeriod(period) ? period : '', from: dateOf(text('from')), to: dateOf(text('to')) },
  };
}

/** The same as the API takes it: days as instants. */
export function auditVariables({ actor, action, period, metric, from, to }: AuditFilter): AuditTrailQueryVariables {
  return {
    ...(actor && { actor }),
    ...(action && { actions: [action] }),
    ...(period && { period }),
    ...(metric && { metric }),
    ...(from && { from: startOfLocalDate(from) }),
    ...(to && { to: endOfLocalDate(to) }),
  };
}

function dateOf(text: string): string {
  const isDate = /^(20\d\d|2100)-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  return isDate ? text : '';
}
