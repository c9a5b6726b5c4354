import { TableHead } from '#src/web/controls/table-head.tsx';
import { formatInstant } from '#src/web/values/format.ts';
import { formatPeriod } from '#src/web/values/period.ts';
import type { Books } from './books.ts';

/** All versions of the mapping, newest first. */
export function MappingVersions({ versions }: { readonly versions: Books['mappings'] }) {
  if (versions.length === 0) return null;
  return (
    <section className="books-section" aria-labelledby="versions">
      <h2 id="versions">Versions of the mapping</h2>
      <table className="books-versions" aria-labelledby="versions">
        <TableHead columns={['Version', 'From', 'Reason', 'Stored', 'Confirmed']} />
        <tbody>
          {versions.map(({ version, from, reason, author, createdAt, confirmedAt, confirmedBy }) => (
            <tr key={version}>
              <th scope="row">{version}</th>
              <td data-label="From">{from && formatPeriod(from)}</td>
              <td data-label="Reason">{reason}</td>
              <td data-label="Stored">
                {createdAt && formatInstant(createdAt)}
                {author && ` by ${author}`}
              </td>
              <td data-label="Confirmed">
                {confirmedAt ? `${formatInstant(confirmedAt)} by ${confirmedBy ?? 'an unknown person'}` : 'A proposal'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
