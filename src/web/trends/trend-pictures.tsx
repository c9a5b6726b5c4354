import { useRef } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { saveFile } from '#src/web/controls/save-file.ts';
import { useMediaQuery } from '#src/web/controls/use-media-query.ts';
import { useTheme } from '#src/web/controls/use-theme.ts';
import { TrendsOperation } from '#src/web/gql/operations.ts';
import { formatPeriod } from '#src/web/values/period.ts';
import { chartConfiguration, thresholdWords } from './chart-configuration.ts';
import { chartLook } from './chart-look.ts';
import { TrendChart } from './trend-chart.tsx';
import type { TrendChoice } from './trend-choices.ts';
import { type TrendAddress, yearBefore } from './trend-range.ts';
import { picturesOf, seriesOf, type TrendSeries } from './trend-series.ts';
import { TrendTable } from './trend-table.tsx';
import { trendsCsv } from './trends-csv.ts';
import { trendsPng } from './trends-png.ts';

interface TrendPicturesProps {
  readonly address: TrendAddress;
  readonly chosen: readonly TrendChoice[];
}

/** The chosen series as charts and as a table, with buttons to save both. */
export function TrendPictures({ address, chosen }: TrendPicturesProps) {
  const keysOf = (kind: TrendChoice['kind']) => chosen.filter((each) => each.kind === kind).map(({ key }) => key);
  const [metrics, smartNumbers] = [keysOf('metric'), keysOf('smartNumber')];
  const { data, error, refetch } = useOperation(TrendsOperation, {
    metrics,
    hasMetrics: metrics.length > 0,
    smartNumbers,
    hasSmartNumbers: smartNumbers.length > 0,
    from: address.from,
    to: address.to,
    yearAgoFrom: yearBefore(address.from),
    yearAgoTo: yearBefore(address.to),
    yearOverYear: address.isYearOverYear,
  });
  const organization = data?.organization;
  const series = organization ? seriesOf(organization, chosen) : [];
  return (
    <>
      {error && <Failure error={error} retry={refetch} />}
      {series.length > 0 && <Pictures series={series} address={address} />}
      {!organization && !error && <Loading label="Loading the values" />}
    </>
  );
}

interface PicturesProps {
  readonly series: readonly TrendSeries[];
  readonly address: TrendAddress;
}

function Pictures({ series, address }: PicturesProps) {
  const pictures = useRef<HTMLDivElement>(null);
  const look = chartLook(useTheme());
  const isAnimated = !useMediaQuery('(prefers-reduced-motion: reduce)');
  const title = `${series.map(({ label }) => label).join(', ')}, ${formatPeriod(address.from)} to ${formatPeriod(address.to)}`;
  const drawing = { form: address.form, look, isAnimated, rank: (each: TrendSeries) => series.indexOf(each) };
  const fileName = `trends-${address.from}-to-${address.to}`;
  const savePicture = async () => {
    const charts = [...(pictures.current?.querySelectorAll('canvas') ?? [])];
    saveFile(await trendsPng(charts, title, look), `${fileName}.png`);
  };
  const saveValues = () =>
    saveFile(new Blob([trendsCsv(series)], { type: 'text/csv;charset=utf-8' }), `${fileName}.csv`);
  return (
    <>
      <div className="d-flex flex-wrap justify-content-between gap-2 mb-2">
        <h2 className="h5 mb-0">{title}</h2>
        <div className="d-flex gap-2 d-print-none">
          <button type="button" className="btn btn-sm btn-outline-secondary" onClick={savePicture}>
            Save chart (PNG)
          </button>
          <button type="button" className="btn btn-sm btn-outline-secondary" onClick={saveValues}>
            Save values (CSV)
          </button>
        </div>
      </div>
      <div ref={pictures} className="d-grid gap-3">
        {picturesOf(series).map((shown) => (
          <TrendChart
            key={shown.map(({ choice }) => choice.name).join()}
            configuration={chartConfiguration(shown, drawing)}
            label={shown.map(({ label }) => label).join(', ')}
          />
        ))}
      </div>
      <ThresholdList series={series} />
      <TrendTable series={series} />
    </>
  );
}

/** The threshold bands of the chart as text. */
function ThresholdList({ series }: { readonly series: readonly TrendSeries[] }) {
  const [only, another] = series;
  if (!only || another || only.thresholds.length === 0) return null;
  return (
    <p className="small text-body-secondary mt-2 mb-0">
      Bands: {only.thresholds.map((threshold) => thresholdWords(threshold, only.format)).join(' · ')}
    </p>
  );
}
