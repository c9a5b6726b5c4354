import type { VendorKey } from '#src/web/gql/operations.ts';
import type { OfferedVendor } from './run-choices.ts';

interface RunVendorsProps {
  readonly offered: readonly OfferedVendor[];
  readonly leftOut: readonly VendorKey[];
  choose(leftOut: readonly VendorKey[]): void;
}

/** Chooses the vendors to collect from. */
export function RunVendors({ offered, leftOut, choose }: RunVendorsProps) {
  return (
    <fieldset>
      <legend>Vendors</legend>
      {offered.map(({ key, name }) => (
        <div className="form-check" key={key}>
          <input
            type="checkbox"
            className="form-check-input"
            id={`run-${key}`}
            checked={!leftOut.includes(key)}
            onChange={({ target }) =>
              choose(target.checked ? leftOut.filter((vendor) => vendor !== key) : [...leftOut, key])
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
