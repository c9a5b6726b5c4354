import {
  type AccountMapping,
  accountsOf,
  followRenames,
  type KnownAccount,
  MAPPED_METRICS,
  type MappedAccount,
  type MappedMetric,
} from '#src/core/books/account-mapping.ts';
import type { ChartBank } from '#src/core/books/chart-of-accounts.ts';
import { type ChartAccount, proposeMapping } from '#src/core/books/mapping-proposal.ts';
import type { Month } from '#src/core/period.ts';
import { read, type Scope } from '#src/service/scope.ts';
import { readMappings, type StoredMapping } from '#src/store/account-mappings.ts';
import type { Reader } from '#src/store/engine/database.ts';
import { knownAccounts } from './known-accounts.ts';
import { documentOf } from './mapping-document.ts';
import { type MappingState, mappingState } from './mapping-state.ts';
import { readCharts } from './stored-books.ts';

/** A mapping with the present names of its accounts: a stored version, or what the names of accounts suggest. */
export interface MappingVersion extends AccountMapping {
  /** From 1; 0 for a suggestion, which is not stored. */
  readonly version: number;
  /** Null for a suggestion, as all below. */
  readonly from: Month | null;
  readonly reason: string | null;
  readonly author: string | null;
  readonly createdAt: Date | null;
  /** Null for a proposal. */
  readonly confirmedAt: Date | null;
  readonly confirmedBy: string | null;
  /** The accounts that were known then. */
  readonly known: readonly KnownAccount[];
}

/** The versions of an organization's mapping. */
export interface MappingVersions {
  readonly organizationId: number;
  readonly state: MappingState;
  /** The newest confirmed version; null for none. */
  readonly confirmed: MappingVersion | null;
  /** Newest first. */
  readonly versions: readonly MappingVersion[];
  /** What they were read from, for what else depends on it. */
  readonly from: {
    /** Oldest first. */
    readonly stored: readonly StoredMapping[];
    readonly chart: readonly ChartAccount[];
    readonly banks: readonly ChartBank[];
  };
}

/** @throws UnauthenticatedError, ForbiddenError */
export function readMappingVersions(scope: Scope): Promise<MappingVersions> {
  return read(scope, 'metrics:read', (reader) => loadVersions(reader, scope.organization.id));
}

/** As `readMappingVersions`, within a read. */
export async function loadVersions(reader: Reader, organizationId: number): Promise<MappingVersions> {
  const stored = await readMappings(reader, organizationId);
  const { chart, banks } = await readCharts(reader, organizationId);
  const versions = stored.map((each) => shownVersion(each, chart)).reverse();
  const confirmed = versions.find(({ confirmedAt }) => confirmedAt !== null) ?? null;
  return { organizationId, state: mappingState(stored), confirmed, versions, from: { stored, chart, banks } };
}

function shownVersion(stored: StoredMapping, chart: readonly KnownAccount[]): MappingVersion {
  const { mapping, known } = documentOf(stored);
  const { version, from, reason, createdBy: author, createdAt, confirmedAt, confirmedBy } = stored;
  return {
    ...followRenames(mapping, chart),
    ...{ version, from, reason, author, createdAt, confirmedAt, confirmedBy, known },
  };
}

/**
 * What is proposed while no version is confirmed: the newest stored proposal, else what the names of the accounts suggest.
 * Null where a version is confirmed, or no account is known.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function proposedMapping(scope: Scope, versions: MappingVersions): Promise<MappingVersion | null> {
  return read(scope, 'metrics:read', (reader) => loadProposal(reader, versions));
}

/** As `proposedMapping`, within a read. @param accounts the known accounts, where they were read before */
export async function loadProposal(
  reader: Reader,
  { organizationId, confirmed, versions, from }: MappingVersions,
  accounts?: readonly ChartAccount[],
): Promise<MappingVersion | null> {
  if (confirmed) return null;
  const [newest] = versions;
  if (newest) return newest;
  const known = accounts ?? (await knownAccounts(reader, organizationId, from));
  if (known.length === 0) return null;
  const nobody = { from: null, reason: null, author: null, createdAt: null, confirmedAt: null, confirmedBy: null };
  return { ...proposeMapping(known), ...nobody, version: 0, known };
}

/** The accounts of one metric. */
export interface ListedAccounts {
  readonly metric: MappedMetric;
  /** "We have none". */
  readonly isNone: boolean;
  readonly accounts: readonly MappedAccount[];
}

/** The lists of a mapping, each metric's. */
export function listsOfVersion(mapping: AccountMapping): ListedAccounts[] {
  return MAPPED_METRICS.map((metric) => {
    const accounts = accountsOf(mapping, metric);
    return { metric, isNone: mapping.metrics[metric] === 'none', accounts };
  });
}
