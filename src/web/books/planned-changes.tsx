import { TableHead } from '#src/web/controls/table-head.tsx';
import type { ChangeShownFragment } from '#src/web/gql/operations.ts';
import { counted } from '#src/web/quality/collection-words.ts';
import { formatValue } from '#src/web/values/format.ts';
import { formatPeriod, type PeriodKey } from '#src/web/values/period.ts';

interface PlannedChangesProps {
  readonly changes: readonly ChangeShownFragment[];
  /** The month that is shown open. */
  readonly opened: PeriodKey | null;
}

/** Changes of values by month, the newest first. */
export function PlannedChanges({ changes, opened }: PlannedChangesProps) {
  const byMonth = groupedByMonth(changes);
  return (
    <>
      {byMonth.map(([month, ofMonth]) => (
        <details key={month} open={month === opened || byMonth.length === 1}>
          <summary>
            {formatPeriod(month)} <span className="books-quiet">({counted(ofMonth.length, 'value')})</span>
          </summary>
          <ChangeTable month={month} changes={ofMonth} />
        </details>
      ))}
    </>
  );
}

/** Newest month first. */
function groupedByMonth(changes: readonly ChangeShownFragment[]): [PeriodKey, readonly ChangeShownFragment[]][] {
  const months = [...new Set(changes.map(({ period }) => period))].sort().reverse();
  return months.map((month) => [month, changes.filter(({ period }) => period === month)]);
}

function ChangeTable({
  month,
  changes,
}: {
  readonly month: PeriodKey;
  readonly changes: readonly ChangeShownFragment[];
}) {
  return (
    <table className="books-change-table">
      <caption className="visually-hidden">Changes of {formatPeriod(month)}</caption>
      <TableHead columns={['Metric', 'Before', 'After']} numbers={['Before', 'After']} />
      <tbody>
        {changes.map(({ definition: { key, label, format }, before, after, formattedBefore, formattedAfter }) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            <td className="books-number">{formatValue({ value: before, formatted: formattedBefore }, format)}</td>
            <td className="books-number">{formatValue({ value: after, formatted: formattedAfter }, format)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
