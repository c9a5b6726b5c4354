import { Link } from 'wouter';
import type { DataAttentionQuery } from '#src/web/gql/operations.ts';
import { sheetCellAddress } from '#src/web/sheet/cell-address.ts';
import { formatPeriod } from '#src/web/values/period.ts';

type AttentionItem = NonNullable<DataAttentionQuery['organization']>['attention'][number];
export type MissingInputsOfMonth = Extract<AttentionItem, { __typename: 'MissingInputs' }>;
type Input = MissingInputsOfMonth['inputs'][number];

/** The missing inputs of ended months, newest month first, grouped by supplier. */
export function MissingInputs({ months }: { readonly months: readonly MissingInputsOfMonth[] }) {
  const newestFirst = [...months].sort((one, other) => other.period.localeCompare(one.period));
  return (
    <section className="quality-section" aria-labelledby="missing-inputs">
      <h2 id="missing-inputs">Missing inputs</h2>
      {months.length === 0 && <p className="quality-quiet">The last 13 ended months have all their inputs.</p>}
      <ul className="quality-missing">
        {newestFirst.map(({ period, inputs }) => (
          <li key={period}>
            <h3>{formatPeriod(period)}</h3>
            <dl>
              {bySupplier(inputs).map(([supplier, supplied]) => (
                <div key={supplier}>
                  <dt>{supplier}</dt>
                  <dd>
                    <InputLinks period={period} inputs={supplied} />
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
      {actionsOf(months).map((action) => (
        <p className="quality-quiet" key={action}>
          {action}
        </p>
      ))}
    </section>
  );
}

function InputLinks({ period, inputs }: { readonly period: string; readonly inputs: readonly Input[] }) {
  return (
    <ul className="quality-inputs">
      {inputs.map(({ definition: { key, label } }) => (
        <li key={key}>
          <Link
            href={sheetCellAddress(key, period)}
            aria-label={`${label}, ${formatPeriod(period)}: open in the sheet`}
          >
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Suppliers in the order of their first input. */
function bySupplier(inputs: readonly Input[]): [string, Input[]][] {
  const suppliers = new Map<string, Input[]>();
  for (const input of inputs) {
    const name = input.supplier.key === 'MANUAL' ? 'Manual entry' : input.supplier.name;
    suppliers.set(name, [...(suppliers.get(name) ?? []), input]);
  }
  return [...suppliers];
}

/** The actions, without repetition. */
function actionsOf(months: readonly MissingInputsOfMonth[]): string[] {
  return [...new Set(months.map(({ action }) => action))];
}
