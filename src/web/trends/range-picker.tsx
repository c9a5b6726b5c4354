import { useShell } from '#src/web/shell.ts';
import { formatPeriod, type PeriodKey, periodsBefore } from '#src/web/values/period.ts';
import { ofKind, type TrendAddress } from './trend-range.ts';

/** A change of the address; null removes a parameter. */
export type ChangeAddress = (changes: Readonly<Record<string, string | null>>) => void;

interface RangePickerProps {
  readonly address: TrendAddress;
  readonly change: ChangeAddress;
}

/** Chooses months or quarters, the range, lines or bars, and whether to compare with the previous year. */
export function RangePicker({ address, change }: RangePickerProps) {
  const { kind, from, to, form, isYearOverYear } = address;
  return (
    <div className="d-flex flex-wrap gap-2 align-items-center mb-3 d-print-none">
      <Toggle
        label="Period type"
        value={kind}
        options={{ quarter: 'Quarters', month: 'Months' }}
        choose={(chosen) => change({ kind: chosen, from: null, to: ofKind(to, chosen) })}
      />
      <PeriodSelect label="From" value={from} address={address} choose={(chosen) => change({ from: chosen })} />
      <PeriodSelect label="To" value={to} address={address} choose={(chosen) => change({ from, to: chosen })} />
      <Toggle
        label="Chart type"
        value={form}
        options={{ line: 'Lines', bar: 'Bars' }}
        choose={(chosen) => change({ chart: chosen })}
      />
      <label className="form-check form-switch mb-0 ms-2">
        <input
          type="checkbox"
          className="form-check-input"
          checked={isYearOverYear}
          onChange={(event) => change({ yoy: event.target.checked ? '1' : null })}
        />
        A year earlier
      </label>
    </div>
  );
}

interface ToggleProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: Readonly<Record<Value, string>>;
  choose(value: Value): void;
}

function Toggle<Value extends string>({ label, value, options, choose }: ToggleProps<Value>) {
  return (
    <fieldset className="btn-group" aria-label={label}>
      {(Object.keys(options) as Value[]).map((each) => (
        <button
          type="button"
          key={each}
          className={`btn btn-outline-primary ${each === value ? 'active' : ''}`}
          aria-pressed={each === value}
          onClick={() => each === value || choose(each)}
        >
          {options[each]}
        </button>
      ))}
    </fieldset>
  );
}

interface PeriodSelectProps {
  readonly label: string;
  readonly value: PeriodKey;
  readonly address: TrendAddress;
  choose(period: PeriodKey): void;
}

function PeriodSelect({ label, value, address, choose }: PeriodSelectProps) {
  const { organization } = useShell();
  const stored = (address.kind === 'quarter' ? organization?.quarters : organization?.months) ?? [];
  const known = stored.map(({ period }) => period);
  // A range may begin before the first value and end after the last; values there are shown as absent.
  const oldest = [known[0] ?? value, address.from].sort()[0] ?? value;
  const newest = [known.at(-1) ?? value, address.to].sort()[1] ?? value;
  return (
    <label className="input-group w-auto flex-nowrap">
      <span className="input-group-text">{label}</span>
      <select className="form-select" value={value} onChange={(event) => choose(event.target.value)}>
        {periodsDown(newest, oldest, value).map((period) => (
          <option key={period} value={period}>
            {formatPeriod(period)}
          </option>
        ))}
      </select>
    </label>
  );
}

function periodsDown(newest: PeriodKey, oldest: PeriodKey, chosen: PeriodKey): PeriodKey[] {
  const periods: PeriodKey[] = [];
  for (let period = newest; period >= oldest; period = periodsBefore(period, 1)) periods.push(period);
  return periods.includes(chosen) ? periods : [...periods, chosen];
}
