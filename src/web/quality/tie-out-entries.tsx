import type { TieOutsQuery } from '#src/web/gql/operations.ts';
import { exactValue } from '#src/web/values/format.ts';

type Month = NonNullable<TieOutsQuery['organization']>['periods'][number];
type Entry = Month['tieOut']['entries'][number];

/** Each value of a month beside what its vendor says now, with the rows that make the difference. */
export function TieOutEntries({ label, entries }: { readonly label: string; readonly entries: readonly Entry[] }) {
  if (entries.length === 0) return <p className="quality-quiet">No value of a vendor is stored.</p>;
  return (
    <ul className="quality-entries" aria-label={`Tie-out of ${label}`}>
      {entries.map((entry) => (
        <li key={entry.metric.key}>
          <strong>{entry.metric.label}</strong> <span className="quality-quiet">{entry.vendor.name}</span>
          <div>{comparison(entry)}</div>
          <Rows entry={entry} />
        </li>
      ))}
    </ul>
  );
}

function comparison({ state, reason, stored, vendorNow, metric }: Entry): string {
  const [before, now] = [stored, vendorNow].map((value) => (value === null ? '—' : exactValue(value, metric.format)));
  if (state === 'TIES') return `${before}, ties`;
  if (state === 'NOT_CHECKED') return `not checked, ${reason}`;
  return `stored ${before}, now ${now}${reason ? ` (${reason})` : ''}`;
}

function Rows({ entry: { metric, added, removed, changed } }: { readonly entry: Entry }) {
  const noun = metric.key === 'reactive_time_spent' ? 'entry' : 'ticket';
  if (added.length + removed.length + changed.length === 0) return null;
  return (
    <ul className="quality-rows">
      {removed.map(({ id, amount, reason, url }) => (
        <li key={id}>
          <Row noun={noun} id={id} url={url} /> {REASON_WORDS[reason] ?? reason}
          {amount !== null && ` (−${hours(amount)} h)`}
        </li>
      ))}
      {changed.map(({ id, before, after }) => (
        <li key={id}>
          {noun} {id} edited {hours(before)} → {hours(after)} h
        </li>
      ))}
      {added.map(({ id, amount, url }) => (
        <li key={id}>
          <Row noun={noun} id={id} url={url} /> added{amount !== null && ` (+${hours(amount)} h)`}
        </li>
      ))}
    </ul>
  );
}

const REASON_WORDS: Readonly<Record<string, string>> = { unknown: 'no longer counted' };

function Row({ noun, id, url }: { readonly noun: string; readonly id: string; readonly url: string | null }) {
  const name = `${noun} ${id}`;
  if (url === null) return name;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {name}
    </a>
  );
}

function hours(amount: string): string {
  return exactValue(amount, 'NUMBER');
}
