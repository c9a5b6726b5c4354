/** What a committed change has touched. */
export type Change =
  | { readonly kind: 'everything' }
  /** People, sessions and API keys. */
  | { readonly kind: 'access' }
  /** `years` as `YYYY`; empty for what an organization has beside its months: name, thresholds, settings, collection runs. */
  | { readonly kind: 'organization'; readonly organizationId: number; readonly years: ReadonlySet<string> };

export const EVERYTHING: Change = { kind: 'everything' };
const ORGANIZATION = /^(\d+):((?:\d{4}(?:,\d{4})*)?)$/;

/** Parses a notification of the migration `changes_by_organization`; one that is not known means everything. */
export function parseChange(payload: string): Change {
  if (payload === 'access') return { kind: 'access' };
  const [, id, years] = ORGANIZATION.exec(payload) ?? [];
  if (id === undefined || years === undefined) return EVERYTHING;
  return { kind: 'organization', organizationId: Number(id), years: new Set(years === '' ? [] : years.split(',')) };
}

/** Whether a change may have touched anything of an organization. */
export function touchesOrganization(change: Change, organizationId: number): boolean {
  if (change.kind === 'organization') return change.organizationId === organizationId;
  return change.kind === 'everything';
}

/** Parses the notifications of a transaction, separated by spaces. */
export function parseChanges(payloads: string): Change[] {
  return payloads.split(' ').filter(Boolean).map(parseChange);
}
