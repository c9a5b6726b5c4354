import {
  type AccountMapping,
  accountsOf,
  type KnownAccount,
  MAPPED_METRICS,
  type MappedAccount,
  mapAccounts,
  mappingProblems,
} from '#src/core/books/account-mapping.ts';
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
export function withIds(mapping: AccountMapping, known: readonly KnownAccount[]): AccountMapping {
  return mapAccounts(mapping, (entry) => {
    if (entry.accountId !== null) return entry;
    return { ...entry, accountId: known.find((each) => isAccount(each, entry))?.accountId ?? null };
  });
}

/** The mapping in the audit trail: names of accounts, with `:*` for those below. */
export function auditedMapping({ metrics, reclassify, otherIncomeCounts, otherExpenseCounts }: AccountMapping) {
  const names = (list: readonly MappedAccount[]) =>
    list.map(({ account, subAccounts }) => (subAccounts ? `${account}:*` : account));
  const lists = MAPPED_METRICS.map((metric) => {
    const list = metrics[metric];
    return [metric, list === 'none' ? list : names(list)];
  });
  return { ...Object.fromEntries(lists), reclassify: names(reclassify), otherIncomeCounts, otherExpenseCounts };
}
