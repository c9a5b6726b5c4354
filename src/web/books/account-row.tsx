import { type CSSProperties, useId } from 'react';
import { exactAmount } from '#src/web/values/format.ts';
import { formatMonth, type PeriodKey } from '#src/web/values/period.ts';
import type { AccountNode } from './account-tree.ts';
import type { PlacedAccount } from './mapping-draft.ts';
import { type CountingRules, type Place, placesOf, placeWords, SECTION_WORDS } from './places.ts';

interface AccountRowProps {
  readonly node: AccountNode;
  readonly months: readonly PeriodKey[];
  /** Whether the accounts above it are not shown, so that its full name and section are. */
  readonly isNamedInFull: boolean;
  readonly placed: PlacedAccount | undefined;
  readonly placedBefore: PlacedAccount | undefined;
  readonly rules: CountingRules;
  readonly isTabStop: boolean;
  /** Null if the viewer may not. */
  readonly choose: ((place: Place | null) => void) | null;
  onFocus(): void;
}

/** An account: its amounts, and the metric that it is part of. */
export function AccountRow(props: AccountRowProps) {
  const { node, months, isNamedInFull, placed, placedBefore } = props;
  const depth = isNamedInFull ? 0 : node.depth;
  const isChanged = placed?.place !== placedBefore?.place;
  return (
    <tr aria-level={depth + 2} data-changed={isChanged || undefined} style={{ '--depth': depth } as CSSProperties}>
      <th scope="row">
        <span className="books-account">
          {node.number !== null && <span className="books-account-number">{node.number}</span>}{' '}
          {isNamedInFull ? node.account : node.name}
        </span>
        {isNamedInFull && <span className="books-quiet"> {SECTION_WORDS[node.section]}</span>}
        {isChanged && <span className="visually-hidden">, changed</span>}
      </th>
      {months.map((month, index) => (
        <td key={month} className="books-number" data-label={formatMonth(month)}>
          {node.amounts[index] == null ? '' : exactAmount(node.amounts[index])}
        </td>
      ))}
      <td className="books-place">
        <AccountPlace {...props} />
      </td>
    </tr>
  );
}

function AccountPlace({ node, placed, rules, isTabStop, choose, onFocus }: AccountRowProps) {
  const id = useId();
  const places = placesOf(node.section, rules);
  const place = placed?.place ?? null;
  const from = placed?.from ?? null;
  const words = (each: Place | null) => placeWords(each, node.section, rules);
  if (choose === null || places.length === 0) {
    return (
      <>
        <span className={place === null ? 'books-quiet' : undefined}>{words(place)}</span>
        {from && <InheritedFrom node={from} id={id} />}
      </>
    );
  }
  return (
    <>
      <select
        className="form-select form-select-sm"
        aria-label={`Metric of ${node.number ?? ''} ${node.name}`.replace('  ', ' ')}
        aria-describedby={from ? id : undefined}
        data-rest={place === null || undefined}
        tabIndex={isTabStop ? 0 : -1}
        value={place ?? ''}
        onFocus={onFocus}
        onChange={({ target }) => choose(places.find((each) => each === target.value) ?? null)}
      >
        <option value="">{words(null)}</option>
        {places.map((each) => (
          <option key={each} value={each}>
            {words(each)}
          </option>
        ))}
      </select>
      {from && <InheritedFrom node={from} id={id} />}
    </>
  );
}

function InheritedFrom({ node, id }: { readonly node: AccountNode; readonly id: string }) {
  return (
    <span className="books-inherited" id={id}>
      {' '}
      as {node.name}
    </span>
  );
}
