import { useSearchParams } from 'wouter';
import { isPeriod, isQuarter, lastMonthOf, type PeriodKey, periodsBefore, quarterOf } from './period.ts';
import { useShell } from './shell.ts';

/** The period that the address bar names, else the latest quarter; null where nothing is stored yet. */
export function useChosenPeriod(): PeriodKey | null {
  const { organization } = useShell();
  const [parameters] = useSearchParams();
  const chosen = parameters.get('period');
  return isPeriod(chosen) ? chosen : (organization?.latestQuarter?.period ?? null);
}

/** Chooses a month or quarter; the choice is in the address bar, so that it can be shared and gone back from. */
export function PeriodPicker({ period }: { readonly period: PeriodKey }) {
  const { organization } = useShell();
  const [, setParameters] = useSearchParams();
  const choose = (chosen: PeriodKey) =>
    setParameters((parameters) => {
      parameters.set('period', chosen);
      return parameters;
    });
  const ofKind = (isQuarter(period) ? organization?.quarters : organization?.months) ?? [];
  const known = ofKind.some((each) => each.period === period) ? ofKind : [...ofKind, { period, label: period }];
  const other = isQuarter(period) ? lastMonthOf(period) : quarterOf(period);
  return (
    <div className="d-flex flex-wrap gap-2 d-print-none">
      <fieldset className="btn-group" aria-label="Kind of period">
        {(['Quarter', 'Month'] as const).map((kind) => {
          const isChosen = (kind === 'Quarter') === isQuarter(period);
          return (
            <button
              type="button"
              key={kind}
              className={`btn btn-outline-primary ${isChosen ? 'active' : ''}`}
              aria-pressed={isChosen}
              onClick={() => isChosen || choose(other)}
            >
              {kind}
            </button>
          );
        })}
      </fieldset>
      <div className="input-group w-auto flex-nowrap">
        <button
          type="button"
          className="btn btn-outline-secondary px-3"
          aria-label="Period before"
          onClick={() => choose(periodsBefore(period, 1))}
        >
          ‹
        </button>
        <select
          className="form-select"
          aria-label="Period"
          value={period}
          onChange={(event) => choose(event.target.value)}
        >
          {known.toReversed().map((each) => (
            <option key={each.period} value={each.period}>
              {each.label}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="btn btn-outline-secondary px-3"
          aria-label="Period after"
          onClick={() => choose(periodsBefore(period, -1))}
        >
          ›
        </button>
      </div>
    </div>
  );
}
