import type { OriginShownFragment } from '#src/web/gql/operations.ts';
import { exactValue, formatInstant, formatLocalDate } from '#src/web/values/format.ts';

type Statement = NonNullable<NonNullable<OriginShownFragment['provenance']>['statement']>;

const SOURCE_WORDS: Readonly<Record<Statement['source'], string>> = {
  WEB_CONNECTOR: 'the QuickBooks Web Connector',
  ONLINE: 'QuickBooks Online',
  FILE: 'a file',
};

/** The accounts whose sum a value of the books is, and the statement that they are from. */
export function StatementView({ statement }: { readonly statement: Statement }) {
  const { version, basis, source, readAt, mappingVersion, lines, changedTransactions } = statement;
  return (
    <>
      {lines.length === 0 ? (
        <p>None of its accounts has postings in this month.</p>
      ) : (
        <>
          <h3 className="explanation-heading">Accounts</h3>
          <ul className="explanation-accounts">
            {lines.map(({ account, number, section, amount }, index) => (
              <li key={`${section} ${account}`}>
                <span aria-hidden={index === 0}>{index === 0 ? '' : '+'}</span>
                <span>{number === null ? account : `${number} ${account}`}</span>
                <span className="explanation-number">{exactValue(amount, 'CURRENCY')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="text-body-secondary">
        Profit and loss statement, version {version}
        {basis && `, ${basis.toLowerCase()} basis`}, from {SOURCE_WORDS[source]}, read {formatInstant(readAt)}. Account
        mapping version {mappingVersion}.
      </p>
      <ChangedInQuickBooks transactions={changedTransactions} />
    </>
  );
}

type ChangedTransaction = Statement['changedTransactions'][number];

/** Why the statement differs from the one before, as far as QuickBooks names it. */
function ChangedInQuickBooks({ transactions }: { readonly transactions: readonly ChangedTransaction[] }) {
  if (transactions.length === 0) return null;
  const shown = transactions.slice(0, MAX_SHOWN).map(transactionText);
  const rest = transactions.length - shown.length;
  return (
    <p className="text-body-secondary">
      Changed in QuickBooks: {shown.join('; ')}
      {rest > 0 && `; and ${rest} more`}.
    </p>
  );
}

const MAX_SHOWN = 5;

/** `Bill 1042, Mar 12, 2026, by Admin`; `Journal Entry 7, deleted`. */
function transactionText({ kind, type, number, date, by }: ChangedTransaction): string {
  const title = number === null ? type : `${type} ${number}`;
  const rest = [kind === 'DELETED' ? 'deleted' : date && formatLocalDate(date), by && `by ${by}`].filter(Boolean);
  return [title, ...rest].join(', ');
}
