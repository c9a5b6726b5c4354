import { useState } from 'react';
import type { TrendChoice } from './trend-choices.ts';
import { MAX_SERIES } from './trend-range.ts';

interface SeriesPickerProps {
  readonly choices: readonly TrendChoice[];
  readonly chosen: readonly TrendChoice[];
  choose(chosen: readonly TrendChoice[]): void;
}

/** Chooses the series: the chosen ones, each with a button to remove it, and a searchable list of all. */
export function SeriesPicker({ choices, chosen, choose }: SeriesPickerProps) {
  const isFull = chosen.length >= MAX_SERIES;
  return (
    <div className="mb-3 d-print-none">
      <ul className="list-unstyled d-flex flex-wrap gap-2 mb-2" aria-label="Shown">
        {chosen.map((choice) => (
          <li key={choice.name}>
            <button
              type="button"
              className="btn btn-sm btn-outline-secondary"
              aria-label={`Remove ${choice.label}`}
              onClick={() => choose(chosen.filter(({ name }) => name !== choice.name))}
            >
              {choice.label} <span aria-hidden="true">×</span>
            </button>
          </li>
        ))}
      </ul>
      <details className="border rounded p-2">
        <summary>Choose metrics and SmartNumbers ({`${chosen.length} of at most ${MAX_SERIES}`})</summary>
        <ChoiceList {...{ choices, chosen, choose, isFull }} />
      </details>
    </div>
  );
}

function ChoiceList({ choices, chosen, choose, isFull }: SeriesPickerProps & { readonly isFull: boolean }) {
  const [search, setSearch] = useState('');
  const found = choices.filter(({ label, key }) =>
    `${label} ${key}`.toLowerCase().includes(search.toLowerCase().trim()),
  );
  const groups = [...new Set(found.map(({ group }) => group))];
  const toggle = (choice: TrendChoice) => {
    const without = chosen.filter(({ name }) => name !== choice.name);
    choose(without.length < chosen.length ? without : [...chosen, choice]);
  };
  return (
    <>
      <input
        type="search"
        className="form-control my-2"
        placeholder="Search"
        aria-label="Search metrics and SmartNumbers"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className="trend-choices">
        {groups.map((group) => (
          <fieldset key={group} className="mb-2">
            <legend className="h6 small text-body-secondary mb-1">{group}</legend>
            <div className="row row-cols-1 row-cols-md-2 row-cols-lg-3 g-0">
              {found
                .filter((choice) => choice.group === group)
                .map((choice) => {
                  const isChosen = chosen.some(({ name }) => name === choice.name);
                  return (
                    <label key={choice.name} className="col py-1">
                      <input
                        type="checkbox"
                        className="form-check-input me-2"
                        checked={isChosen}
                        disabled={isFull && !isChosen}
                        onChange={() => toggle(choice)}
                      />
                      {choice.label}
                    </label>
                  );
                })}
            </div>
          </fieldset>
        ))}
        {found.length === 0 && <p className="mb-0">No matches.</p>}
      </div>
    </>
  );
}
