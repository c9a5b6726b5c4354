import type { VendorKey } from '#src/web/gql/operations.ts';
import { COLLECTED_VENDORS } from './run-choices.ts';

interface RunVendorsProps {
  readonly vendors: readonly VendorKey[];
  choose(vendors: readonly VendorKey[]): void;
}

/** Chooses the vendors to collect from. */
export function RunVendors({ vendors, choose }: RunVendorsProps) {
  return (
    <fieldset>
      <legend>Vendors</legend>
      {COLLECTED_VENDORS.map(({ key, name }) => (
        <div className="form-check" key={key}>
          <input
            type="checkbox"
            className="form-check-input"
            id={`run-${key}`}
            checked={vendors.includes(key)}
            onChange={({ target }) =>
              choose(target.checked ? [...vendors, key] : vendors.filter((vendor) => vendor !== key))
            }
          />
          <label className="form-check-label" htmlFor={`run-${key}`}>
            {name}
          </label>
        </div>
      ))}
    </fieldset>
  );
}
