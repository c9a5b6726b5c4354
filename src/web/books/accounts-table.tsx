import { type KeyboardEvent, useState } from 'react';
import { formatMonth, type PeriodKey } from '#src/web/values/period.ts';
import { AccountRow } from './account-row.tsx';
import { type AccountNode, SECTIONS } from './account-tree.ts';
import { type Accounts, choose, type PlacedAccount } from './mapping-draft.ts';
import { SECTION_WORDS } from './places.ts';
import { silentAccounts } from './silent-accounts.ts';
import type { MappingOnPage } from './use-mapping-draft.ts';

/** Rows below rows, with controls among which the arrow keys move. */
const TREE = { role: 'treegrid', 'aria-labelledby': 'accounts' } as const;

interface AccountsTableProps {
  /** Oldest first. */
  readonly months: readonly PeriodKey[];
  readonly accounts: Accounts;
  readonly placed: ReadonlyMap<string, PlacedAccount>;
  readonly placedBefore: ReadonlyMap<string, PlacedAccount>;
  readonly onPage: MappingOnPage;
  /** Whether there is a confirmed mapping, beside which accounts can be new. */
  readonly isConfirmed: boolean;
}

interface Group {
  readonly id: string;
  readonly title: string;
  readonly nodes: readonly AccountNode[];
  /** Whether its accounts are of several sections, and named in full. */
  readonly isMixed: boolean;
}

/** The accounts by section with their metrics, new ones first. The arrow keys move from one metric to the next. */
export function AccountsTable(props: AccountsTableProps) {
  const { months, accounts, placed, onPage } = props;
  const [areAllShown, setAllShown] = useState(false);
  const [current, setCurrent] = useState<string | null>(null);
  const silent = silentAccounts(accounts, placed);
  const groups = groupsOf(props, areAllShown ? new Set() : silent);
  // Tab reaches one metric of the table, even before any has had the focus.
  const shown = groups.flatMap(({ nodes }) => nodes);
  const tabStop = shown.some(({ key }) => key === current) ? current : (shown[0]?.key ?? null);
  return (
    <>
      <table className="books-accounts" {...TREE} onKeyDown={moveBetweenRows}>
        <thead>
          <tr>
            <th scope="col">Account</th>
            {months.map((month) => (
              <th scope="col" className="books-number" key={month}>
                {formatMonth(month)}
              </th>
            ))}
            <th scope="col">Metric</th>
          </tr>
        </thead>
        {groups.map(({ id, title, nodes, isMixed }) => (
          <tbody key={id} data-group={id}>
            <tr aria-level={1}>
              <th scope="rowgroup" colSpan={months.length + 2}>
                {title}
              </th>
            </tr>
            {nodes.map((node) => (
              <AccountRow
                key={node.key}
                node={node}
                months={months}
                isNamedInFull={isMixed}
                placed={placed.get(node.key)}
                placedBefore={props.placedBefore.get(node.key)}
                rules={onPage.mapping}
                isTabStop={node.key === tabStop}
                choose={onPage.canChange ? (place) => onPage.change(choose(onPage.mapping, node, place)) : null}
                onFocus={() => setCurrent(node.key)}
              />
            ))}
          </tbody>
        ))}
      </table>
      {silent.size > 0 && (
        <button
          type="button"
          className="btn btn-sm btn-outline-secondary"
          aria-expanded={areAllShown}
          onClick={() => setAllShown(!areAllShown)}
        >
          {areAllShown ? 'Hide' : 'Show'} {silent.size} {silent.size === 1 ? 'account' : 'accounts'} without postings
        </button>
      )}
    </>
  );
}

function groupsOf({ accounts, isConfirmed }: AccountsTableProps, hidden: ReadonlySet<string>): Group[] {
  const shown = [...accounts.values()].filter(({ key }) => !hidden.has(key));
  const isNew = (node: AccountNode) => isConfirmed && node.isNew;
  const groups = [
    { id: 'new', title: 'New, in no metric', nodes: shown.filter(isNew), isMixed: true },
    ...SECTIONS.map((section) => ({
      id: section,
      title: SECTION_WORDS[section],
      nodes: shown.filter((node) => node.section === section && !isNew(node)),
      isMixed: false,
    })),
  ];
  return groups.filter(({ nodes }) => nodes.length > 0);
}

/** Up, Down, Home and End move the focus. With Alt they stay the select's own keys, which open its list. */
function moveBetweenRows(event: KeyboardEvent<HTMLTableElement>): void {
  const { key, target, currentTarget } = event;
  const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!isPlain || !(target instanceof HTMLSelectElement)) return;
  const selects = [...currentTarget.querySelectorAll('select')];
  const index = selects.indexOf(target);
  const next = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: selects.length - 1 }[key];
  if (next === undefined) return;
  event.preventDefault();
  selects[next]?.focus();
}
