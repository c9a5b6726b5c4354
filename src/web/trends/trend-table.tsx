import { ExplainedValue } from '#src/web/explanation/explained-value.tsx';
import { useShell } from '#src/web/shell.ts';
import { formatValue } from '#src/web/values/format.ts';
import { formatPeriod } from '#src/web/values/period.ts';
import { isPartial, type TrendPoint, type TrendSeries } from './trend-series.ts';

/** All values of the charts, each with its explanation. */
export function TrendTable({ series }: { readonly series: readonly TrendSeries[] }) {
  const { organization } = useShell();
  const periods = series[0]?.points.map(({ period }) => period) ?? [];
  const isRunning = (period: string) =>
    [...(organization?.months ?? []), ...(organization?.quarters ?? [])].some(
      (each) => each.period === period && each.status === 'RUNNING',
    );
  return (
    <div className="table-responsive mt-3">
      <table className="table table-sm trend-table">
        <caption>Values of the chart. A dash is an absent value, not a zero.</caption>
        <thead>
          <tr>
            <th scope="col">Period</th>
            {series.map(({ choice, label, yearAgo }) => (
              <SeriesHeaders key={choice.name} label={label} hasYearAgo={yearAgo !== null} />
            ))}
          </tr>
        </thead>
        <tbody>
          {periods.map((period, index) => (
            <tr key={period}>
              <th scope="row">
                {formatPeriod(period)}
                {isRunning(period) && <span className="fw-normal small"> (running)</span>}
              </th>
              {series.map((each) => (
                <SeriesCells key={each.choice.name} series={each} index={index} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SeriesHeaders({ label, hasYearAgo }: { readonly label: string; readonly hasYearAgo: boolean }) {
  return (
    <>
      <th scope="col" className="text-end">
        {label}
      </th>
      {hasYearAgo && (
        <th scope="col" className="text-end fw-normal">
          {label}, a year earlier
        </th>
      )}
    </>
  );
}

function SeriesCells({ series, index }: { readonly series: TrendSeries; readonly index: number }) {
  const cells = [series.points[index], series.yearAgo?.[index]].filter((point) => point !== undefined);
  return cells.map((point) => <ValueCell key={point.period} series={series} point={point} />);
}

function ValueCell({ series, point }: { readonly series: TrendSeries; readonly point: TrendPoint }) {
  const { kind, key } = series.choice;
  return (
    <td className="text-end">
      <ExplainedValue of={{ kind, key, period: point.period }}>{formatValue(point, series.format)}</ExplainedValue>
      {isPartial(point) && <div className="small text-body-secondary">partial: {point.monthsCovered} of 3 months</div>}
    </td>
  );
}
