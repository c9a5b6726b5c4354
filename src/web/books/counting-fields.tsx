import type { MappingDraft } from './mapping-draft.ts';
import type { CountingRules } from './places.ts';

interface CountingFieldsProps {
  readonly mapping: MappingDraft;
  readonly canChange: boolean;
  change(mapping: MappingDraft): void;
}

const FIELDS: readonly { readonly name: keyof CountingRules; readonly label: string; readonly hint: string }[] = [
  {
    name: 'otherIncomeCounts',
    label: 'Other income counts into total income',
    hint: 'Without it, other income is miscellaneous revenue or in no metric.',
  },
  {
    name: 'otherExpenseCounts',
    label: 'Other expense counts into total expenses',
    hint: 'Without it, other expense is in no metric.',
  },
];

/** What counts besides income and expenses. */
export function CountingFields({ mapping, canChange, change }: CountingFieldsProps) {
  return (
    <fieldset className="books-rules" disabled={!canChange}>
      <legend className="visually-hidden">What counts</legend>
      {FIELDS.map(({ name, label, hint }) => (
        <div className="form-check" key={name}>
          <input
            type="checkbox"
            className="form-check-input"
            id={`books-${name}`}
            aria-describedby={`books-${name}-hint`}
            checked={mapping[name]}
            onChange={({ target }) => change({ ...mapping, [name]: target.checked })}
          />
          <label className="form-check-label" htmlFor={`books-${name}`}>
            {label}
          </label>
          <div className="form-text" id={`books-${name}-hint`}>
            {hint}
          </div>
        </div>
      ))}
    </fieldset>
  );
}
