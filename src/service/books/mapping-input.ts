import {
  type AccountMapping,
  listsBy,
  MAPPED_METRICS,
  type MappedAccount,
  type MappedMetric,
} from '#src/core/books/account-mapping.ts';
import type { BankAccount } from '#src/core/books/further-readings.ts';
import { InvalidValueError, type QbrError } from '#src/core/errors.ts';
import type { Scope } from '#src/service/scope.ts';
import { type SavedMapping, type SaveOptions, saveMapping } from './mapping.ts';

/** The accounts of a metric as a caller gives them: exactly one of both. */
export interface AccountListInput {
  /** True for "we have none". */
  readonly none?: boolean | null | undefined;
  readonly accounts?: readonly Omit<MappedAccount, 'accountId'>[] | null | undefined;
}

/** A mapping as a caller gives it. */
export interface MappingInput {
  /** `YYYY-MM` */
  readonly from: string;
  readonly reason: string;
  readonly basedOn?: number | null | undefined;
  /** A metric without a list is not decided. */
  readonly lists: Readonly<Partial<Record<MappedMetric, AccountListInput | null | undefined>>>;
  readonly reclassify?: readonly Omit<MappedAccount, 'accountId'>[] | null | undefined;
  readonly otherIncomeCounts: boolean;
  readonly otherExpenseCounts: boolean;
  /** Bank accounts; without them the cash reserve is not read. */
  readonly cashReserve?: readonly Omit<BankAccount, 'accountId'>[] | null | undefined;
  readonly arOver90Days: boolean;
  readonly averageMonthlyExpenses: boolean;
}

/**
 * Stores a version of the mapping or, with `preview`, says what it would change.
 * @throws what `saveMapping` throws; InvalidValueError also for a list that is both none and accounts, or neither
 */
export function saveMappingInput(scope: Scope, input: MappingInput, options: SaveOptions): Promise<SavedMapping> {
  const { from, reason, basedOn } = input;
  const faults = [
    ...(scope.faults ?? []),
    ...MAPPED_METRICS.flatMap((metric) => faultsOf(metric, input.lists[metric])),
  ];
  const draft = { from, reason, mapping: mappingOf(input), basedOn: basedOn ?? undefined };
  return saveMapping({ ...scope, faults }, draft, options);
}

function faultsOf(metric: MappedMetric, list: AccountListInput | null | undefined): QbrError[] {
  if (!list || (list.none === true) !== (list.accounts != null)) return [];
  const message = `${metric} must be either none: true or accounts; leave it out while it is not decided`;
  return [new InvalidValueError(message, { field: metric })];
}

function mappingOf({ lists, reclassify, cashReserve, ...input }: MappingInput): AccountMapping {
  const { otherIncomeCounts, otherExpenseCounts, arOver90Days, averageMonthlyExpenses } = input;
  return {
    metrics: listsBy((metric) => (lists[metric]?.none === true ? 'none' : accountsOf(lists[metric]?.accounts))),
    reclassify: accountsOf(reclassify),
    otherIncomeCounts,
    otherExpenseCounts,
    further: { cashReserve: accountsOf(cashReserve), arOver90Days, averageMonthlyExpenses },
  };
}

/** The ids follow from the known accounts. */
function accountsOf<Account extends Omit<BankAccount, 'accountId'>>(accounts: readonly Account[] | null | undefined) {
  return (accounts ?? []).map((entry) => ({ ...entry, accountId: null }));
}
