interface TableHeadProps {
  readonly columns: readonly string[];
  /** The columns of numbers, which are aligned at the end. */
  readonly numbers?: readonly string[];
  /** What the buttons of a last column do, for assistive technology; null without that column. */
  readonly actions?: string | null;
}

/** The head of a table. */
export function TableHead({ columns, numbers = [], actions = null }: TableHeadProps) {
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column} scope="col" className={numbers.includes(column) ? 'text-end' : undefined}>
            {column}
          </th>
        ))}
        {actions !== null && (
          <th scope="col">
            <span className="visually-hidden">{actions}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}
