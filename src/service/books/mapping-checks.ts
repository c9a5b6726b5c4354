import {
  type AccountMapping,
  accountsOf,
  coversAccount,
  type KnownAccount,
  MAPPED_METRICS,
  type MappedAccount,
  mapAccounts,
  mappingProblems,
} from '#src/core/books/account-mapping.ts';
import type { ChartBank } from '#src/core/books/chart-of-accounts.ts';
import type { BankAccount } from '#src/core/books/further-readings.ts';
import { InvalidValueError } from '#src/core/errors.ts';
import { MAX_ENTRIES } from '#src/service/limits.ts';
import { checkNote, type InputProblems } from '#src/service/problems.ts';

/** Adds what is wrong with a mapping, each with its field. */
export function checkMapping(problems: InputProblems, mapping: AccountMapping, known: readonly KnownAccount[]): void {
  const entries = entriesOf(mapping);
  if (entries.length > MAX_ENTRIES) {
    const message = `A mapping must name at most ${MAX_ENTRIES} accounts, not ${entries.length}`;
    problems.add(new InvalidValueError(message, { field: 'mapping' }));
    return;
  }
  for (const { field, entry } of entries) problems.try(() => checkNote(entry.account, `${field}.account`));
  for (const { field, message } of mappingProblems(mapping)) {
    problems.add(new InvalidValueError(message, { field }));
  }
  // Before the first statement, and without a chart, any name may be right.
  if (known.length === 0) return;
  for (const { field, entry } of entries) {
    if (known.some((each) => isAccount(each, entry) || isParent(each, entry))) continue;
    const message = `There is no account ${entry.account} in ${entry.section}`;
    problems.add(new InvalidValueError(message, { field }));
  }
}

/** Adds what is wrong with the chosen bank accounts. @param banks those of the chart; none where it is not known */
export function checkBanks(
  problems: InputProblems,
  { further: { cashReserve } }: AccountMapping,
  banks: readonly ChartBank[],
): void {
  cashReserve.forEach((entry, index) => {
    const field = `cash_reserve[${index}]`;
    problems.try(() => checkNote(entry.account, `${field}.account`));
    const isKnown = banks.length === 0 || banks.some((bank) => isBank(bank, entry));
    const isTwice = cashReserve
      .slice(0, index)
      .some((each) => coversAccount(each, entry) || coversAccount(entry, each));
    const message = isKnown
      ? `${entry.account} is in cash_reserve already`
      : `There is no bank account ${entry.account}`;
    if (!isKnown || isTwice) problems.add(new InvalidValueError(message, { field }));
  });
}

function isBank({ account, accountId }: ChartBank, entry: BankAccount): boolean {
  return account === entry.account || accountId === entry.accountId || account.startsWith(`${entry.account}:`);
}

function entriesOf(mapping: AccountMapping): { readonly field: string; readonly entry: MappedAccount }[] {
  const lists = MAPPED_METRICS.map((metric) => [metric, accountsOf(mapping, metric)] as const);
  return [...lists, ['reclassify', mapping.reclassify] as const].flatMap(([key, list]) =>
    list.map((entry, index) => ({ field: `${key}[${index}]`, entry })),
  );
}

function isAccount(known: KnownAccount, entry: MappedAccount): boolean {
  if (known.section !== entry.section) return false;
  return known.account === entry.account || (known.accountId !== null && known.accountId === entry.accountId);
}

/** A parent without own postings is in no statement of a file. */
function isParent(known: KnownAccount, entry: MappedAccount): boolean {
  return known.section === entry.section && known.account.startsWith(`${entry.account}:`);
}

/** The mapping with the ids of known accounts. */
export function withIds(
  mapping: AccountMapping,
  known: readonly KnownAccount[],
  banks: readonly ChartBank[],
): AccountMapping {
  const { further, ...named } = mapAccounts(mapping, (entry) => {
    if (entry.accountId !== null) return entry;
    return { ...entry, accountId: known.find((each) => isAccount(each, entry))?.accountId ?? null };
  });
  const cashReserve = further.cashReserve.map((entry) => {
    const bank = banks.find(({ account }) => account === entry.account);
    return { ...entry, accountId: entry.accountId ?? bank?.accountId ?? null };
  });
  return { ...named, further: { ...further, cashReserve } };
}

/** The mapping in the audit trail: names of accounts, with `:*` for those below. */
export function auditedMapping({ metrics, reclassify, further, ...mapping }: AccountMapping) {
  const { otherIncomeCounts, otherExpenseCounts } = mapping;
  const { cashReserve, arOver90Days, averageMonthlyExpenses } = further;
  const names = (list: readonly BankAccount[]) =>
    list.map(({ account, subAccounts }) => (subAccounts ? `${account}:*` : account));
  const lists = MAPPED_METRICS.map((metric) => {
    const list = metrics[metric];
    return [metric, list === 'none' ? list : names(list)];
  });
  return {
    ...Object.fromEntries(lists),
    ...{ reclassify: names(reclassify), otherIncomeCounts, otherExpenseCounts },
    ...{ cash_reserve: names(cashReserve), ar_over_90_days: arOver90Days },
    average_monthly_expenses: averageMonthlyExpenses,
  };
}
