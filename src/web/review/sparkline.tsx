import { formatValue, type ValueFormat } from '#src/web/values/format.ts';

const WIDTH = 88;
const HEIGHT = 30;
/** Room for the dots at the edges. */
const EDGE = 4;

/** A period of a sparkline. */
export interface SparklinePoint {
  readonly label: string;
  readonly value: string | null;
  readonly formatted: string;
  readonly isPartial: boolean;
}

interface SparklineProps {
  readonly points: readonly SparklinePoint[];
  readonly format: ValueFormat;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A number over some periods, newest at the right. Absent values are gaps, partial ones hollow dots. */
export function Sparkline({ points, format }: SparklineProps) {
  const places = placesOf(points);
  const described = points.map((point) => {
    const words = point.value === null ? 'no value' : formatValue(point, format);
    return `${point.label}: ${words}${point.isPartial ? ' (partial)' : ''}`;
  });
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={described.join(', ')}>
      <path d={lineThrough(places)} />
      {places.map((place, index) => {
        const isLast = index === places.length - 1;
        const isPartial = points[index]?.isPartial ?? false;
        const isAlone = !places[index - 1] && !places[index + 1];
        if (!place || !(isLast || isPartial || isAlone)) return null;
        return <circle key={points[index]?.label} cx={place.x} cy={place.y} r={2.5} data-partial={isPartial} />;
      })}
    </svg>
  );
}

/** The position of each value; null if absent. Doubles, because drawing does not need exact decimals. */
function placesOf(points: readonly SparklinePoint[]): (Place | null)[] {
  const numbers = points.map(({ value }) => (value === null ? null : Number(value)));
  const known = numbers.filter((each) => each !== null);
  const least = Math.min(...known);
  const range = Math.max(...known) - least;
  const step = (WIDTH - 2 * EDGE) / Math.max(1, points.length - 1);
  return numbers.map((each, index) => {
    if (each === null) return null;
    const height = range === 0 ? 0.5 : (each - least) / range;
    return { x: EDGE + index * step, y: HEIGHT - EDGE - height * (HEIGHT - 2 * EDGE) };
  });
}

function lineThrough(places: readonly (Place | null)[]): string {
  return places
    .map((place, index) => {
      if (!place) return '';
      return `${places[index - 1] ? 'L' : 'M'}${place.x.toFixed(1)} ${place.y.toFixed(1)}`;
    })
    .join('');
}
