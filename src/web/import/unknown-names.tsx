import { useId, useState } from 'react';
import { TableHead } from '#src/web/controls/table-head.tsx';
import { useFirstRows } from '#src/web/controls/use-first-rows.tsx';
import type { ImportSubjectFragment, MetricCategory } from '#src/web/gql/operations.ts';
import { counted } from '#src/web/quality/collection-words.ts';
import { CATEGORY_LABELS } from '#src/web/values/category-labels.ts';
import type { ImportedCell } from './use-import-preview.ts';

interface UnknownNamesProps {
  readonly cells: readonly ImportedCell[];
  /** The names in the file that are still unknown. */
  readonly unknown: readonly string[];
  /** Keys of metrics by the names that a person has explained. */
  readonly names: Readonly<Record<string, string>>;
  readonly metrics: readonly ImportSubjectFragment[];
  /** @param metric empty if the name stands for none */
  choose(name: string, metric: string): void;
}

/** The names in a file that no metric has. Each can be given one, which is kept for the next file. */
export function UnknownNames({ cells, unknown, names, metrics, choose }: UnknownNamesProps) {
  const id = useId();
  // In the order in which they were first shown, so that a name keeps its place when it is explained.
  const [order, setOrder] = useState<readonly string[]>([]);
  const added = [...unknown, ...Object.keys(names)].filter((name) => !order.includes(name));
  if (added.length > 0) setOrder([...order, ...added]);
  const all = order.filter((name) => unknown.includes(name) || name in names);
  // Few at once: each has a list of all metrics.
  const { shown, more } = useFirstRows(all, 25);
  if (all.length === 0) return null;
  return (
    <section className="import-group" data-state="REFUSED" aria-labelledby={id}>
      <h3 id={id}>Names that are no metric here</h3>
      <p className="import-quiet">Say which metric a name stands for; the import remembers it for the next file.</p>
      <table className="import-table import-names" aria-labelledby={id}>
        <TableHead columns={['In the file', 'Cells', 'Stands for']} />
        <tbody>
          {shown.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-label="Cells">
                {placesOf(cells.filter(({ metric, state }) => metric === name && state === 'REFUSED'))}
              </td>
              <td data-label="Stands for">
                <select
                  className="form-select form-select-sm"
                  aria-label={`Metric of “${name}”`}
                  value={names[name] ?? ''}
                  onChange={({ target }) => choose(name, target.value)}
                >
                  <option value="">Nothing here: it is refused</option>
                  <MetricOptions metrics={metrics} />
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </section>
  );
}

function MetricOptions({ metrics }: Pick<UnknownNamesProps, 'metrics'>) {
  const categories = [...new Set(metrics.map(({ category }): MetricCategory => category))];
  return categories.map((category) => (
    <optgroup key={category} label={CATEGORY_LABELS[category]}>
      {metrics
        .filter((metric) => metric.category === category)
        .map(({ key, label }) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
    </optgroup>
  ));
}

/** `Sheet1!B7 and 11 more`; a name that is explained has cells among the others. */
function placesOf(cells: readonly ImportedCell[]): string {
  const [first] = cells;
  if (!first) return 'explained';
  return cells.length === 1 ? first.where : `${first.where} and ${counted(cells.length - 1, 'more cell')}`;
}
