import { useMemo, useState } from 'react';
import { type Done, Notice } from '#src/web/controls/notice.tsx';
import { formatInstant } from '#src/web/values/format.ts';
import { formatPeriod, type PeriodKey } from '#src/web/values/period.ts';
import { type AccountName, accountTree } from './account-tree.ts';
import { AccountsTable } from './accounts-table.tsx';
import type { Books, MonthOfBooks } from './books.ts';
import { CountingFields } from './counting-fields.tsx';
import { FurtherFields } from './further-fields.tsx';
import { MappingBar } from './mapping-bar.tsx';
import { type Accounts, placedAccounts } from './mapping-draft.ts';
import { MappingVersions } from './mapping-versions.tsx';
import { MetricSums } from './metric-sums.tsx';
import { TieOut } from './tie-out.tsx';
import { useMappingDraft } from './use-mapping-draft.ts';

interface MappingSectionProps {
  readonly books: Books;
  /** The month that is tied out; null without statements. */
  readonly month: MonthOfBooks | null;
  chooseMonth(month: PeriodKey): void;
}

/** The mapping of accounts to metrics: the accounts, what they add up to, how that ties out, and the versions. */
export function MappingSection({ books, month, chooseMonth }: MappingSectionProps) {
  const onPage = useMappingDraft(books);
  const [done, setDone] = useState<Done | null>(null);
  const { mapping, before, canChange, change } = onPage;
  const accounts = useAccounts(books);
  const placed = placedAccounts(mapping, accounts);
  if (accounts.size === 0) return <NoAccounts books={books} />;
  return (
    <>
      <section className="books-section" aria-labelledby="accounts">
        <h2 id="accounts">Accounts and metrics</h2>
        <MappingOrigin books={books} />
        <Notice done={done} />
        <AccountsTable
          months={books.accounts.months}
          accounts={accounts}
          placed={placed}
          placedBefore={placedAccounts(before, accounts)}
          onPage={onPage}
          isConfirmed={books.mapping !== null}
        />
        <CountingFields mapping={mapping} canChange={canChange} change={change} />
      </section>
      <FurtherFields banks={books.bankAccounts} mapping={mapping} canChange={canChange} change={change} />
      <MetricSums
        months={books.accounts.months}
        accounts={accounts}
        placed={placed}
        month={month}
        chooseMonth={chooseMonth}
        onPage={onPage}
      />
      {month && <TieOut month={month} isDraft={onPage.isDraft} />}
      <MappingVersions versions={books.mappings} />
      {canChange && (
        <MappingBar
          books={books}
          accounts={accounts}
          onPage={onPage}
          shownMonth={month?.period ?? null}
          whenDone={setDone}
        />
      )}
    </>
  );
}

/** All accounts by their keys, those that only the mapping names included. */
function useAccounts({ accounts: { accounts }, mapping, proposal }: Books): Accounts {
  return useMemo(() => {
    const shown = mapping ?? proposal;
    const listed: readonly AccountName[] = shown
      ? [...shown.lists.flatMap((list) => list.accounts), ...shown.reclassify]
      : [];
    return new Map(accountTree(accounts, listed).map((node) => [node.key, node]));
  }, [accounts, mapping, proposal]);
}

function MappingOrigin({ books: { mapping, proposal } }: { readonly books: Books }) {
  if (mapping) {
    const { version, from, confirmedBy, confirmedAt } = mapping;
    return (
      <p className="books-quiet">
        Version {version}, from {from ? formatPeriod(from) : 'the first month'}
        {confirmedBy !== null && `, confirmed by ${confirmedBy}`}
        {confirmedAt !== null && ` on ${formatInstant(confirmedAt)}`}.
      </p>
    );
  }
  const author = proposal && proposal.version > 0 ? proposal.author : null;
  return (
    <p className="books-proposal">
      <strong>Proposal.</strong>{' '}
      {author
        ? `Version ${proposal?.version} was stored as a proposal by ${author}. `
        : 'It follows the names of the accounts. '}
      No value is stored before an admin has confirmed it.
    </p>
  );
}

function NoAccounts({ books }: { readonly books: Books }) {
  return (
    <section className="books-section" aria-labelledby="accounts">
      <h2 id="accounts">Accounts and metrics</h2>
      <p className="books-quiet">
        No statement has been read yet.{' '}
        {books.connection
          ? 'The accounts appear after the first session of the Web Connector.'
          : 'Choose a way in above.'}
      </p>
    </section>
  );
}
