import type { OriginShownFragment } from '#src/web/gql/operations.ts';
import { exactValue, formatInstant } from '#src/web/values/format.ts';

type Statement = NonNullable<NonNullable<OriginShownFragment['provenance']>['statement']>;

const SOURCE_WORDS: Readonly<Record<Statement['source'], string>> = {
  WEB_CONNECTOR: 'the QuickBooks Web Connector',
  ONLINE: 'QuickBooks Online',
  FILE: 'a file',
};

/** The accounts whose sum a value of the books is, and the statement that they are from. */
export function StatementView({ statement }: { readonly statement: Statement }) {
  const { version, basis, source, readAt, mappingVersion, lines } = statement;
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
    </>
  );
}
