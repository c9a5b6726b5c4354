import { useSearchParams } from 'wouter';
import { useShell } from '#src/web/shell.ts';
import {
  formatPeriod,
  isPeriod,
  isQuarter,
  lastMonthOf,
  type PeriodKey,
  periodsBefore,
  quarterOf,
} from '#src/web/values/period.ts';

/**
 * The period in the address bar; else the newest ended quarter, because a running one has partial values and no trend; else
 * the running quarter; null if nothing is stored yet.
 */
export function useChosenPeriod(): PeriodKey | null {
  const { organization } = useShell();
  const [parameters] = useSearchParams();
  const chosen = parameters.get('period');
  if (isPeriod(chosen)) return chosen;
  const ended = organization?.quarters.findLast(({ status }) => status === 'ENDED' || status === 'CLOSED');
  return ended?.period ?? organization?.latestQuarter?.period ?? null;
}

/** Chooses a month or quarter. The choice is in the address bar, so that it can be shared and the browser can go back. */
export function PeriodPicker({ period }: { readonly period: PeriodKey }) {
  const { organization } = useShell();
  const [, setParameters] = useSearchParams();
  const choose = (chosen: PeriodKey) =>
    setParameters((parameters) => {
      parameters.set('period', chosen);
      return parameters;
    });
  const ofKind = (isQuarter(period) ? organization?.quarters : organization?.months) ?? [];
  const known = ofKind.some((each) => each.period === period)
    ? ofKind
    : [...ofKind, { period, label: formatPeriod(period) }].sort((one, other) => (one.period < other.period ? -1 : 1));
  const [oldest, newest] = [known[0]?.period ?? period, ofKind.at(-1)?.period ?? period];
  return (
    <div className="d-flex flex-wrap gap-2 d-print-none">
      <fieldset className="btn-group" aria-label="Period type">
        {(['Quarter', 'Month'] as const).map((kind) => {
          const isChosen = (kind === 'Quarter') === isQuarter(period);
          return (
            <button
              type="button"
              key={kind}
              className={`btn btn-outline-primary period-kind ${isChosen ? 'active' : ''}`}
              aria-pressed={isChosen}
              onClick={() => isChosen || choose(otherKindOf(period, organization?.latestMonth?.period ?? period))}
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
          aria-label="Previous period"
          disabled={period <= oldest}
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
          aria-label="Next period"
          disabled={period >= newest}
          onClick={() => choose(periodsBefore(period, -1))}
        >
          ›
        </button>
      </div>
    </div>
  );
}

/** The quarter of a month; for a quarter its newest month with a value, else its last month. */
function otherKindOf(period: PeriodKey, latestMonth: PeriodKey): PeriodKey {
  if (!isQuarter(period)) return quarterOf(period);
  const last = lastMonthOf(period);
  return quarterOf(latestMonth) === period ? latestMonth : last;
}
