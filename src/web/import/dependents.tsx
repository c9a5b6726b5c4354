import { useState } from 'react';
import { TableHead } from '#src/web/controls/table-head.tsx';
import { useFirstRows } from '#src/web/controls/use-first-rows.tsx';
import { counted } from '#src/web/quality/collection-words.ts';
import { formatPeriod } from '#src/web/values/period.ts';
import type { ImportPreview } from './use-import-preview.ts';
import type { ImportSubjects } from './use-import-subjects.ts';

interface DependentsProps extends Pick<ImportSubjects, 'format'> {
  readonly dependents: ImportPreview['dependents'];
}

/** The calculated values that change as a result, folded. */
export function Dependents({ dependents, format }: DependentsProps) {
  const [isOpen, setOpen] = useState(false);
  if (dependents.length === 0) return null;
  return (
    <details className="import-dependents" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>What follows: {counted(dependents.length, 'calculated value')}</summary>
      {isOpen && <DependentTable dependents={dependents} format={format} />}
    </details>
  );
}

function DependentTable({ dependents, format }: DependentsProps) {
  const { shown, more } = useFirstRows(dependents, 50);
  return (
    <>
      <table className="import-table">
        <caption className="visually-hidden">Calculated values that change</caption>
        <TableHead columns={['Value', 'Period', 'Before', 'After']} numbers={['Before', 'After']} />
        <tbody>
          {shown.map(({ period, metric, isSmartNumber, label, ...values }) => (
            <tr key={`${period} ${metric} ${isSmartNumber}`}>
              <th scope="row">{label}</th>
              <td data-label="Period">{formatPeriod(period)}</td>
              <td data-label="Before" className="import-number">
                {format(metric, { value: values.before, formatted: values.formattedBefore })}
              </td>
              <td data-label="After" className="import-number">
                {format(metric, { value: values.after, formatted: values.formattedAfter })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </>
  );
}
