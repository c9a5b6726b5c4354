/** What a committed change has touched. */
export type Change =
  | { readonly kind: 'everything' }
  /** People, sessions and API keys. */
  | { readonly kind: 'access' }
  | OrganizationChange;

/** A change of one organization. */
export interface OrganizationChange {
  readonly kind: 'organization';
  readonly organizationId: number;
  /** As `YYYY`, or of any year; empty for what an organization has beside its months: name, thresholds, settings, collection runs. */
  readonly years: ReadonlySet<string> | 'any';
  /** Whether the organization itself was changed: its name, time zone or state. */
  readonly isOfItself: boolean;
}

export const EVERYTHING: Change = { kind: 'everything' };
const ORGANIZATION = /^(\d+):((?:\d{4}(?:,\d{4})*)?|\*)$/;
const ITSELF = /^organization:(\d+)$/;

/**
 * Parses a notification of the migrations `changes_by_organization` and `organizations`, or of `written-changes.ts`; one that is not known
 * means everything.
 */
export function parseChange(payload: string): Change {
  if (payload === 'access') return { kind: 'access' };
  const [, itself] = ITSELF.exec(payload) ?? [];
  if (itself !== undefined) return changeOf(itself, '', true);
  const [, id, years] = ORGANIZATION.exec(payload) ?? [];
  return id === undefined || years === undefined ? EVERYTHING : changeOf(id, years, false);
}

function changeOf(id: string, years: string, isOfItself: boolean): OrganizationChange {
  const touched = years === '*' ? 'any' : new Set(years === '' ? [] : years.split(','));
  return { kind: 'organization', organizationId: Number(id), years: touched, isOfItself };
}

/** Whether a change may have touched anything of an organization. */
export function touchesOrganization(change: Change, organizationId: number): boolean {
  if (change.kind === 'organization') return change.organizationId === organizationId;
  return change.kind === 'everything';
}

/** Whether it may have touched values, findings or closings of months, rather than what an organization has beside them. */
export function touchesMonths({ years }: OrganizationChange): boolean {
  return years === 'any' || years.size > 0;
}

/** Whether it may have touched the months of a year (`YYYY`). */
export function touchesYear({ years }: OrganizationChange, year: string): boolean {
  return years === 'any' || years.has(year);
}

/** Parses the notifications of a transaction, separated by spaces. */
export function parseChanges(payloads: string): Change[] {
  return payloads.split(' ').filter(Boolean).map(parseChange);
}
