import './trends.css';
import { useSearchParams } from 'wouter';
import { useOperation } from '#src/web/client/use-operation.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { TrendChoicesOperation, type TrendChoicesQuery } from '#src/web/gql/operations.ts';
import { useShell } from '#src/web/shell.ts';
import { formatPeriod } from '#src/web/values/period.ts';
import { type ChangeAddress, RangePicker } from './range-picker.tsx';
import { SeriesPicker } from './series-picker.tsx';
import { choicesOf } from './trend-choices.ts';
import { TrendPictures } from './trend-pictures.tsx';
import { MAX_SERIES, type TrendAddress, trendAddress } from './trend-range.ts';

/** Metrics and SmartNumbers over time; the choices are in the address bar. */
export function TrendsPage() {
  const { organization } = useShell();
  const [parameters, setParameters] = useSearchParams();
  const { data, error, refetch } = useOperation(TrendChoicesOperation, {});
  const newest = organization?.latestMonth?.period;
  if (!newest) {
    return (
      <>
        <h1 className="mb-3">Trends</h1>
        <p>Nothing has been collected or entered yet.</p>
      </>
    );
  }
  const change: ChangeAddress = (changes) =>
    setParameters((before) => {
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) before.delete(name);
        else before.set(name, value);
      }
      return before;
    });
  const address = trendAddress(parameters, newest);
  return (
    <>
      <h1 className="mb-3">Trends</h1>
      {error && <Failure error={error} retry={refetch} />}
      {data ? <Trends {...{ data, address, change }} /> : !error && <Loading label="Loading the metrics" />}
    </>
  );
}

interface TrendsProps {
  readonly data: TrendChoicesQuery;
  readonly address: TrendAddress;
  readonly change: ChangeAddress;
}

function Trends({ data, address, change }: TrendsProps) {
  const choices = choicesOf(data, address.kind);
  const known = address.names.flatMap((wanted) => choices.find(({ name }) => name === wanted) ?? []);
  const chosen = known.slice(0, MAX_SERIES);
  const unknown = address.names.filter((wanted) => !choices.some(({ name }) => name === wanted));
  return (
    <>
      <RangePicker address={address} change={change} />
      <SeriesPicker
        choices={choices}
        chosen={chosen}
        choose={(picked) => change({ keys: picked.map(({ name }) => name).join(',') })}
      />
      {unknown.length > 0 && (
        <p className="alert alert-warning">
          No {address.kind} values exist for: {unknown.join(', ')}.
        </p>
      )}
      {known.length > MAX_SERIES && (
        <p className="alert alert-warning">
          The address names {known.length} series; the first {MAX_SERIES} are shown.
        </p>
      )}
      {address.from > address.to && (
        <p className="alert alert-warning">
          {formatPeriod(address.from)} is after {formatPeriod(address.to)}: choose an earlier start.
        </p>
      )}
      {chosen.length === 0 && <p>Choose a metric or SmartNumber to see its trend.</p>}
      {chosen.length > 0 && address.from <= address.to && <TrendPictures address={address} chosen={chosen} />}
    </>
  );
}
