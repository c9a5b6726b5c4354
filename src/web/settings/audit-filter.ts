import type { AuditTrailQueryVariables } from '#src/web/gql/operations.ts';
import { isPeriod } from '#src/web/values/period.ts';
import { endOfLocalDate, startOfLocalDate } from './local-date.ts';

/** The filter in the address; an empty text does not filter. */
export interface AuditFilter {
  /** The full name of the actor. */
  readonly actor: string;
  readonly action: string;
  /** A month or quarter that the entries concern. */
  readonly period: string;
  /** The key of a metric or SmartNumber that the entries concern. */
  readonly metric: string;
  /** First day in the viewer's time zone: `2026-07-01`. */
  readonly from: string;
  /** Last day in the viewer's time zone. */
  readonly to: string;
}

export const FILTER_NAMES = ['actor', 'action', 'period', 'metric', 'from', 'to'] as const;

/** Reads the filter from the parameters of the address; an invalid period or date is ignored. */
export function auditFilter(parameters: URLSearchParams): AuditFilter {
  const text = (name: string) => parameters.get(name)?.trim() ?? '';
  const period = text('period');
  return {
    ...{ actor: text('actor'), action: text('action'), metric: text('metric') },
    ...{ period: isPeriod(period) ? period : '', from: dateOf(text('from')), to: dateOf(text('to')) },
  };
}

/** The filter as variables of the query, with days as instants. */
export function auditVariables({
  actor,
  action,
  period,
  metric,
  from,
  to,
}: AuditFilter): Omit<AuditTrailQueryVariables, 'organizationId'> {
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
