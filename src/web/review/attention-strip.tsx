import { Link } from 'wouter';
import type { AttentionSeverity, AttentionShownFragment } from '#src/web/gql/operations.ts';
import { formatInstantsIn } from '#src/web/values/format.ts';

/** More items are collapsed. */
const SHOWN = 3;

const SEVERITY: Readonly<Record<AttentionSeverity, { readonly sign: string; readonly word: string }>> = {
  CRITICAL: { sign: '✕', word: 'Critical' },
  WARNING: { sign: '▲', word: 'Warning' },
  NOTICE: { sign: 'ℹ', word: 'Notice' },
};

interface Place {
  readonly href: string;
  readonly label: string;
}

/** Items of the same severity and action. */
interface AttentionGroup {
  readonly severity: AttentionSeverity;
  readonly action: string;
  readonly items: AttentionShownFragment[];
}

/** Items that need attention now, most severe first, independent of the chosen period. */
export function AttentionStrip({ items }: { readonly items: readonly AttentionShownFragment[] }) {
  if (items.length === 0) {
    return (
      <p className="attention attention-none">
        <span aria-hidden="true">✓</span> Nothing needs attention.
      </p>
    );
  }
  const rest = items.slice(SHOWN);
  return (
    <section className="attention" aria-labelledby="attention">
      <h2 id="attention">
        Needs attention now <span>{countsOf(items)}</span>
      </h2>
      <Groups items={items.slice(0, SHOWN)} />
      {rest.length > 0 && (
        <details>
          <summary>{rest.length} more</summary>
          <Groups items={rest} />
        </details>
      )}
    </section>
  );
}

function Groups({ items }: { readonly items: readonly AttentionShownFragment[] }) {
  return groupsOf(items).map((group) => {
    const { sign, word } = SEVERITY[group.severity];
    return (
      <div className="attention-group" data-severity={group.severity} key={`${group.severity} ${group.action}`}>
        <div className="attention-severity">
          <span aria-hidden="true">{sign}</span> {word}
        </div>
        <div>
          <ul>
            {group.items.map((item) => (
              <Item key={item.message} item={item} />
            ))}
          </ul>
          <p className="attention-action">{group.action}</p>
        </div>
      </div>
    );
  });
}

function Item({ item }: { readonly item: AttentionShownFragment }) {
  const place = placeOf(item);
  return (
    <li>
      <span>{formatInstantsIn(item.message)}</span> {place && <Link href={place.href}>{place.label}</Link>}
    </li>
  );
}

function groupsOf(items: readonly AttentionShownFragment[]): AttentionGroup[] {
  const groups: AttentionGroup[] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last && last.severity === item.severity && last.action === item.action) last.items.push(item);
    else groups.push({ severity: item.severity, action: item.action, items: [item] });
  }
  return groups;
}

/** The view to act in; null if the action is not in the dashboard. */
function placeOf(item: AttentionShownFragment): Place | null {
  switch (item.__typename) {
    case 'ThresholdBreach':
      return item.definition.__typename === 'SmartNumberDefinition'
        ? { href: `/?period=${item.period}`, label: 'Show its review' }
        : { href: `/sheet?year=${item.period.slice(0, 4)}`, label: 'Open the sheet' };
    case 'MissingInputs':
      return { href: `/sheet?year=${item.period.slice(0, 4)}`, label: 'Open the sheet' };
    case 'OpenFindings':
    case 'CollectionProblem':
    case 'ProposalWaiting':
      return { href: '/quality', label: 'Open data quality' };
    case 'BooksConsentProblem':
    case 'BooksProblem':
      return { href: '/settings', label: 'Open the settings' };
    case 'BackupProblem':
    case 'SignInProblem':
      return null;
  }
}

function countsOf(items: readonly AttentionShownFragment[]): string {
  return (['CRITICAL', 'WARNING', 'NOTICE'] as const)
    .map((severity) => ({ severity, count: items.filter((item) => item.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${nounOf(severity, count)}`)
    .join(', ');
}

function nounOf(severity: AttentionSeverity, count: number): string {
  if (severity === 'CRITICAL') return 'critical';
  return `${SEVERITY[severity].word.toLowerCase()}${count === 1 ? '' : 's'}`;
}
