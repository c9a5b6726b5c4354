import { memo } from 'react';
import { monthFormat } from '#src/web/values/formatters.ts';
import type { SheetMonth } from './sheet-rows.ts';

const STATUS_WORDS = { FUTURE: 'future', RUNNING: 'running', ENDED: '', CLOSED: 'closed' } as const;

/** The months with their status, and the columns of totals. */
export const SheetHead = memo(function SheetHead({ months }: { readonly months: readonly SheetMonth[] }) {
  const year = Number(months[0]?.period.slice(0, 4));
  return (
    <thead>
      <tr>
        <th scope="col" className="sheet-corner">
          Metric
        </th>
        {months.map(({ period, label, status }) => (
          <th key={period} scope="col" data-status={status} abbr={label}>
            {monthName(period)}
            <span className="sheet-status">{STATUS_WORDS[status]}</span>
          </th>
        ))}
        <th scope="col" className="sheet-total">
          {year}
          <span className="sheet-status">total, average</span>
        </th>
        <th scope="col" className="sheet-total">
          {year - 1}
          <span className="sheet-status">total, average</span>
        </th>
      </tr>
    </thead>
  );
});

function monthName(period: string): string {
  return monthFormat(undefined, { month: 'short' }).format(new Date(`${period}-01`));
}
