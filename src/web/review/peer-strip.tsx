import type { SmartNumberShownFragment } from '#src/web/gql/operations.ts';
import { formatDecimal } from '#src/web/values/format.ts';

const WIDTH = 100;
const HEIGHT = 12;
const MIDDLE = HEIGHT / 2;
/** Room for the mark of a value outside the percentiles, as a share of their range. */
const MARGIN = 0.15;
const MARK = 3;

type Benchmark = NonNullable<SmartNumberShownFragment['benchmark']>;

/** Where a value stands among its peers: quartiles as a strip with the own value as a mark, and the standing in words. */
export function PeerStrip({ number }: { readonly number: SmartNumberShownFragment }) {
  const { benchmark, value } = number;
  if (!benchmark) return null;
  return (
    <div className="peers">
      <Strip benchmark={benchmark} value={value} described={describedBy(number, benchmark)} />
      <p className="peers-words">{benchmark.standing ?? `Median ${medianOf(number, benchmark)}`}</p>
    </div>
  );
}

interface StripProps {
  readonly benchmark: Benchmark;
  readonly value: string | null;
  readonly described: string;
}

/** Doubles, because drawing does not need exact decimals. */
function Strip({ benchmark, value, described }: StripProps) {
  const { p10, p25, median, p75, p90 } = benchmark;
  const [low, high] = [Number(p10 ?? p25), Number(p90 ?? p75)];
  const range = high - low || 1;
  const place = (of: number) => {
    const share = (of - low + MARGIN * range) / (range * (1 + 2 * MARGIN));
    return MARK + Math.min(1, Math.max(0, share)) * (WIDTH - 2 * MARK);
  };
  const [from, to] = [place(Number(p25)), place(Number(p75))];
  const middle = place(Number(median));
  const own = value === null ? null : place(Number(value));
  return (
    <svg className="peers-strip" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={described}>
      <line x1={place(low)} x2={place(high)} y1={MIDDLE} y2={MIDDLE} />
      <rect x={from} width={Math.max(to - from, 1)} y={MIDDLE - 3} height={6} />
      <line className="peers-median" x1={middle} x2={middle} y1={MIDDLE - 4} y2={MIDDLE + 4} />
      {own !== null && <circle cx={own} cy={MIDDLE} r={MARK} />}
    </svg>
  );
}

function describedBy({ value, formatted, definition }: SmartNumberShownFragment, benchmark: Benchmark): string {
  const { p10, p25, median, p75, p90 } = benchmark;
  const named = [
    ['10th percentile', p10],
    ['25th percentile', p25],
    ['median', median],
    ['75th percentile', p75],
    ['90th percentile', p90],
  ] as const;
  const told = named.flatMap(([name, each]) =>
    each === null ? [] : `${name} ${formatDecimal(each, definition.format)}`,
  );
  const own = value === null ? 'no own value' : `own value ${formatted}`;
  return `${told.join(', ')}; ${own}`;
}

function medianOf({ definition }: SmartNumberShownFragment, { median, members, source, year }: Benchmark): string {
  const whose = source === null ? '' : ` in ${source} ${year}`;
  const whom = members === null ? 'of the MSPs' : `of ${members} MSPs`;
  return `${whom}${whose}: ${formatDecimal(median, definition.format)}`;
}
