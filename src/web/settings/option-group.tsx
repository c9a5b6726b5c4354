interface OptionGroupProps {
  readonly label: string;
  readonly of: readonly { readonly key: string; readonly label: string }[];
}

/** Options of a select under a heading. */
export function OptionGroup({ label, of }: OptionGroupProps) {
  return (
    <optgroup label={label}>
      {of.map((each) => (
        <option key={each.key} value={each.key}>
          {each.label}
        </option>
      ))}
    </optgroup>
  );
}
