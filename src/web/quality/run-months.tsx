import { formatPeriod, type PeriodKey } from '#src/web/values/period.ts';
import type { RunChoices } from './run-choices.ts';

interface RunMonthsProps {
  /** Newest first. */
  readonly months: readonly PeriodKey[];
  readonly choices: RunChoices;
  choose(chosen: Partial<RunChoices>): void;
}

/** The months to collect: the configured number of newest months, or a range. */
export function RunMonths({ months, choices: { isNewest, from, to }, choose }: RunMonthsProps) {
  return (
    <fieldset>
      <legend>Months</legend>
      <Scope
        id="run-newest"
        label="The newest months, as in the nightly collection"
        checked={isNewest}
        onCheck={() => choose({ isNewest: true })}
      />
      <Scope id="run-range" label="A range of months" checked={!isNewest} onCheck={() => choose({ isNewest: false })} />
      {!isNewest && (
        <div className="quality-range">
          <MonthSelect label="First month" months={months} value={from} choose={(month) => choose({ from: month })} />
          <MonthSelect label="Last month" months={months} value={to} choose={(month) => choose({ to: month })} />
        </div>
      )}
    </fieldset>
  );
}

interface ScopeProps {
  readonly id: string;
  readonly label: string;
  readonly checked: boolean;
  onCheck(): void;
}

function Scope({ id, label, checked, onCheck }: ScopeProps) {
  return (
    <div className="form-check">
      <input type="radio" className="form-check-input" name="run-months" id={id} checked={checked} onChange={onCheck} />
      <label className="form-check-label" htmlFor={id}>
        {label}
      </label>
    </div>
  );
}

interface MonthSelectProps {
  readonly label: string;
  readonly months: readonly PeriodKey[];
  readonly value: PeriodKey;
  choose(month: PeriodKey): void;
}

function MonthSelect({ label, months, value, choose }: MonthSelectProps) {
  return (
    <label>
      {label}
      <select className="form-select" value={value} onChange={({ target }) => choose(target.value)}>
        {months.map((month) => (
          <option key={month} value={month}>
            {formatPeriod(month)}
          </option>
        ))}
      </select>
    </label>
  );
}
