import { TableHead } from '#src/web/controls/table-head.tsx';
import type { MappedMetric } from '#src/web/gql/operations.ts';
import { decimalDifference } from '#src/web/values/exact-decimals.ts';
import { exactAmount } from '#src/web/values/format.ts';
import { formatMonth, formatPeriod, type PeriodKey } from '#src/web/values/period.ts';
import type { MonthOfBooks } from './books.ts';
import { type Accounts, chooseNone, type PlacedAccount } from './mapping-draft.ts';
import { type MonthSums, monthSums } from './mapping-sums.ts';
import { type SumRow, sumRows } from './sum-rows.ts';
import type { MappingOnPage } from './use-mapping-draft.ts';

interface MetricSumsProps {
  /** Oldest first. */
  readonly months: readonly PeriodKey[];
  readonly accounts: Accounts;
  readonly placed: ReadonlyMap<string, PlacedAccount>;
  /** The month whose statement is shown beside them. */
  readonly month: MonthOfBooks | null;
  chooseMonth(month: PeriodKey): void;
  readonly onPage: MappingOnPage;
}

/** What the mapping on the page makes of the last months, beside the newest statement's own totals. */
export function MetricSums({ months, accounts, placed, month, chooseMonth, onPage }: MetricSumsProps) {
  const sums = months.map((_, index) => monthSums(accounts, placed, { month: index, rules: onPage.mapping }));
  const listed = new Set([...placed.values()].map(({ place }) => place));
  const compared = month ? months.indexOf(month.period) : -1;
  const numbers = [...months.map((each) => formatMonth(each)), 'Statement', 'Difference'];
  return (
    <section className="books-section" aria-labelledby="sums">
      <h2 id="sums">Sums</h2>
      <p className="books-quiet">
        {onPage.isDraft ? 'With the changes on this page, which are not stored yet.' : 'With the mapping above.'}
      </p>
      {month && <ComparedMonth months={months} month={month.period} choose={chooseMonth} />}
      <table className="books-sums" aria-labelledby="sums">
        <TableHead columns={['Metric', ...numbers]} numbers={numbers} />
        <tbody>
          {sumRows(month?.statement.totals ?? null, onPage.mapping).map((row) => (
            <SumsRow
              key={row.label}
              row={row}
              months={months}
              sums={sums}
              compared={sums[compared]}
              isListed={row.metric === null || listed.has(row.metric)}
              onPage={onPage}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ComparedMonthProps {
  readonly months: readonly PeriodKey[];
  readonly month: PeriodKey;
  choose(month: PeriodKey): void;
}

function ComparedMonth({ months, month, choose }: ComparedMonthProps) {
  return (
    <label className="books-compared">
      Beside the statement of{' '}
      <select className="form-select form-select-sm" value={month} onChange={({ target }) => choose(target.value)}>
        {months.map((each) => (
          <option key={each} value={each}>
            {formatPeriod(each)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SumsRowProps {
  readonly row: SumRow;
  readonly months: readonly PeriodKey[];
  readonly sums: readonly MonthSums[];
  /** Those of the month whose statement is shown. */
  readonly compared: MonthSums | undefined;
  /** Whether the metric has accounts. */
  readonly isListed: boolean;
  readonly onPage: MappingOnPage;
}

function SumsRow({ row, months, sums, compared, isListed, onPage }: SumsRowProps) {
  const { label, metric, of, isTotal, statement } = row;
  const hasValue = isListed || (metric !== null && onPage.mapping.none.has(metric));
  const difference = statement !== null && compared ? decimalDifference(of(compared), statement) : null;
  return (
    <tr data-total={isTotal || undefined}>
      <th scope="row">
        {label}
        {metric !== null && !isListed && <WithoutAccounts metric={metric} label={label} onPage={onPage} />}
      </th>
      {months.map((month, index) => (
        <td key={month} className="books-number" data-label={formatMonth(month)}>
          {hasValue && sums[index] ? exactAmount(of(sums[index])) : '—'}
        </td>
      ))}
      <td className="books-number" data-label="Statement">
        {statement !== null && exactAmount(statement)}
      </td>
      <td className="books-number" data-label="Difference">
        {difference !== null && exactAmount(difference)}
      </td>
    </tr>
  );
}

/** Without these the review cannot split the totals. */
const NEEDED: readonly MappedMetric[] = ['MRR', 'NRR', 'ORR', 'PAYROLL_TOTAL'];

interface WithoutAccountsProps {
  readonly metric: MappedMetric;
  readonly label: string;
  readonly onPage: MappingOnPage;
}

/** A metric without accounts: it has no value, unless somebody says that there are none. */
function WithoutAccounts({ metric, label, onPage: { mapping, canChange, change } }: WithoutAccountsProps) {
  const isNone = mapping.none.has(metric);
  return (
    <span className="books-none">
      {!isNone && (
        <span className={NEEDED.includes(metric) ? 'books-undecided' : 'books-quiet'}>Not decided: no value.</span>
      )}
      {canChange ? (
        <label>
          <input
            type="checkbox"
            className="form-check-input"
            aria-label={`We have none: ${label}`}
            checked={isNone}
            onChange={({ target }) => change(chooseNone(mapping, metric, target.checked))}
          />{' '}
          We have none
        </label>
      ) : (
        isNone && <span className="books-quiet">There are none.</span>
      )}
    </span>
  );
}
