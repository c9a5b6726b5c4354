import { useMetricNames } from '#src/web/quality/use-metric-names.ts';
import { exactAmount, formatInstant } from '#src/web/values/format.ts';
import { formatPeriod } from '#src/web/values/period.ts';
import type { MonthOfBooks } from './books.ts';

interface TieOutProps {
  readonly month: MonthOfBooks;
  /** Whether the page shows changes that are not stored, which the tie-out does not know. */
  readonly isDraft: boolean;
}

/** The review's net profit beside the statement's net income, with all that lies between them. */
export function TieOut({ month, isDraft }: TieOutProps) {
  const { tieOut, mappingVersion, period } = month;
  return (
    <section className="books-section" aria-labelledby="tie-out">
      <h2 id="tie-out">Tie-out, {formatPeriod(period)}</h2>
      <p className="books-quiet">
        {statementWords(month)}
        {mappingVersion !== null && ` Mapping version ${mappingVersion}`}
        {mappingVersion !== null && (isDraft ? ', without the changes on this page.' : '.')}
      </p>
      {tieOut ? <TieOutTable tieOut={tieOut} /> : <p>It ties out once the mapping is confirmed.</p>}
    </section>
  );
}

function TieOutTable({ tieOut }: { readonly tieOut: NonNullable<MonthOfBooks['tieOut']> }) {
  const metricNamed = useMetricNames();
  const { netIncome, netProfit, items, overrides, remainder } = tieOut;
  const isTied = /^-?0*\.?0*$/.test(remainder);
  return (
    <table className="books-tie-out" aria-labelledby="tie-out">
      <tbody>
        <Row label="Net income of the statement" amount={netIncome} isTotal />
        {items.map(({ label, amount }) => (
          <Row key={label} label={label} amount={amount} />
        ))}
        {overrides.map(({ metric, amount }) => (
          <Row key={metric} label={`${metricNamed(metric).label}, entered by hand`} amount={amount} />
        ))}
        <Row label="Net profit of the review" amount={netProfit} isTotal />
        <tr data-total data-tied={isTied}>
          <th scope="row">Remainder</th>
          <td className="books-number">
            <span className="books-verdict">{isTied ? '✓ ties to the cent' : '✕ does not tie'}</span>{' '}
            {exactAmount(remainder)}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly label: string;
  readonly amount: string;
  readonly isTotal?: boolean;
}

function Row({ label, amount, isTotal = false }: RowProps) {
  return (
    <tr data-total={isTotal || undefined}>
      <th scope="row">{label}</th>
      <td className="books-number">{exactAmount(amount)}</td>
    </tr>
  );
}

const SOURCE_WORDS = {
  WEB_CONNECTOR: 'from the Web Connector',
  ONLINE: 'from QuickBooks Online',
  FILE: 'from a file',
} as const;

/** `Statement version 2, accrual, from the Web Connector, read Nov 12, 2026, 9:00 AM.` */
function statementWords({ statement: { version, basis, source, readAt } }: MonthOfBooks): string {
  const parts = [
    `Statement version ${version}`,
    ...(basis ? [basis.toLowerCase()] : []),
    SOURCE_WORDS[source],
    `read ${formatInstant(readAt)}`,
  ];
  return `${parts.join(', ')}.`;
}
