import type { Books } from './books.ts';
import type { FurtherDraft, MappingDraft } from './mapping-draft.ts';

interface FurtherFieldsProps {
  readonly banks: Books['bankAccounts'];
  readonly mapping: MappingDraft;
  readonly canChange: boolean;
  change(mapping: MappingDraft): void;
}

/** What is read beside the statement: nothing that is not chosen here. */
export function FurtherFields({ banks, mapping, canChange, change }: FurtherFieldsProps) {
  const { further } = mapping;
  const set = (changed: Partial<FurtherDraft>) => change({ ...mapping, further: { ...further, ...changed } });
  return (
    <section className="books-section" aria-labelledby="further">
      <h2 id="further">Beside the statement</h2>
      <p className="books-quiet">
        Read from QuickBooks for months that have ended, once it is chosen; until then these are entered by hand.
      </p>
      <fieldset disabled={!canChange}>
        <legend className="books-legend">Cash reserve: the balances of</legend>
        {banks.length === 0 && <p className="books-quiet">No bank account is known yet.</p>}
        <div className="books-rules">
          {banks.map(({ account, number }) => (
            <Check
              key={account}
              label={number === null ? account : `${number} ${account}`}
              isChecked={further.cashReserve.some((entry) => isIn(entry, account))}
              isFixed={further.cashReserve.some((entry) => entry.account !== account && isIn(entry, account))}
              set={(isChosen) => set({ cashReserve: withBank(further.cashReserve, account, isChosen) })}
            />
          ))}
        </div>
      </fieldset>
      <fieldset className="books-rules" disabled={!canChange}>
        <legend className="visually-hidden">Further values</legend>
        <Check
          label="A/R over 90 days, from the A/R aging summary"
          isChecked={further.arOver90Days}
          set={(arOver90Days) => set({ arOver90Days })}
        />
        <Check
          label="Average monthly expenses, of the last twelve closed months"
          isChecked={further.averageMonthlyExpenses}
          set={(averageMonthlyExpenses) => set({ averageMonthlyExpenses })}
        />
      </fieldset>
    </section>
  );
}

function isIn(entry: FurtherDraft['cashReserve'][number], account: string): boolean {
  return entry.account === account || (entry.subAccounts && account.startsWith(`${entry.account}:`));
}

function withBank(
  chosen: FurtherDraft['cashReserve'],
  account: string,
  isChosen: boolean,
): FurtherDraft['cashReserve'] {
  const others = chosen.filter((entry) => entry.account !== account);
  return isChosen ? [...others, { account, subAccounts: false }] : others;
}

interface CheckProps {
  readonly label: string;
  readonly isChecked: boolean;
  /** It is chosen with the account above it. */
  readonly isFixed?: boolean;
  set(isChecked: boolean): void;
}

function Check({ label, isChecked, isFixed = false, set }: CheckProps) {
  return (
    <div className="form-check">
      <label className="form-check-label">
        <input
          type="checkbox"
          className="form-check-input"
          checked={isChecked}
          disabled={isFixed}
          onChange={({ target }) => set(target.checked)}
        />
        {label}
      </label>
    </div>
  );
}
