import type { CSSProperties } from 'react';
import { formatPeriod } from '#src/web/values/period.ts';
import type { ChangeAttribution } from './use-attribution.ts';
import { type Waterfall, type WaterfallStep, waterfallOf } from './waterfall-steps.ts';

type Contribution = ChangeAttribution['contributions'][number];

interface WaterfallViewProps {
  readonly attribution: ChangeAttribution;
  /** Key of the value that changed, which may be its own and only input. */
  readonly of: string;
}

/** What each input contributes to a change: a list whose bars go from no change to the whole one. */
export function WaterfallView({ attribution, of }: WaterfallViewProps) {
  const { contributions, total, formatted } = attribution;
  const [only, ...others] = contributions;
  if (!only) return null;
  const isItsOnlyInput = only.definition.key === of && others.length === 0;
  const effective = contributions.filter(({ contribution }) => contribution !== '0');
  const parts = isItsOnlyInput ? only.months : effective;
  if (isItsOnlyInput && parts.length === 1) return null;
  const waterfall = waterfallOf(parts.map(({ contribution }) => contribution));
  const whole = { contribution: total ?? '0', formatted: formatted ?? '' };
  const widest = Math.max(...[...parts, whole].map((part) => withoutUnit(part.formatted).length));
  return (
    <div className="waterfall" style={{ '--waterfall-number': `${widest + 1}ch` } as CSSProperties}>
      <ol className="explanation-components" aria-label="Contributions">
        {isItsOnlyInput
          ? only.months.map((month, index) => (
              <li key={month.period} className="waterfall-row">
                <span />
                <Row
                  label={formatPeriod(month.period)}
                  part={month}
                  bar={{ waterfall, step: waterfall.steps[index] }}
                />
              </li>
            ))
          : effective.map((contribution, index) => (
              <li key={contribution.definition.key}>
                <ContributionRow contribution={contribution} bar={{ waterfall, step: waterfall.steps[index] }} />
              </li>
            ))}
      </ol>
      <p className="waterfall-row waterfall-total">
        <span />
        <Row
          label="Change"
          part={whole}
          bar={{ waterfall, step: { from: waterfall.zero, to: waterfall.steps.at(-1)?.to ?? waterfall.zero } }}
        />
      </p>
      <WithoutEffect
        labels={contributions.filter((each) => !effective.includes(each)).map((each) => each.definition.label)}
      />
    </div>
  );
}

/** Inputs that changed and contribute nothing, because their effects cancel out. */
function WithoutEffect({ labels }: { readonly labels: readonly string[] }) {
  if (labels.length === 0) return null;
  return <p className="text-body-secondary">Changed without an effect: {labels.join(', ')}.</p>;
}

interface PlacedBar {
  readonly waterfall: Waterfall;
  readonly step: WaterfallStep | undefined;
}

/** A contribution; opened, it shows the input before and after, and the months. */
function ContributionRow({ contribution, bar }: { readonly contribution: Contribution; readonly bar: PlacedBar }) {
  const { definition, formattedBefore, formattedAfter, months } = contribution;
  return (
    <details>
      <summary className="waterfall-row">
        <Row label={definition.label} part={contribution} bar={bar} />
      </summary>
      <div className="explanation-nested">
        <p>
          {formattedBefore} → <b>{formattedAfter}</b>
        </p>
        {months.length > 1 && (
          <ul className="waterfall-months">
            {months.map((month) => (
              <li key={month.period}>
                {formatPeriod(month.period)} <span className="explanation-number">{month.formatted}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}

interface RowProps {
  readonly label: string;
  readonly part: { readonly contribution: string; readonly formatted: string };
  readonly bar: PlacedBar;
}

/** Name, bar and number; the bar is for the eye alone, the number says the same. */
function Row({ label, part, bar }: RowProps) {
  return (
    <>
      <span>{label}</span>
      <Bar bar={bar} isFall={part.contribution.startsWith('-')} />
      <span className="explanation-number">
        {withoutUnit(part.formatted)}
        {part.formatted.endsWith(POINTS) && <span className="visually-hidden">{POINTS}</span>}
      </span>
    </>
  );
}

/** Percentage points are named once, in the sentence. */
const POINTS = ' points';

function withoutUnit(formatted: string): string {
  return formatted.endsWith(POINTS) ? formatted.slice(0, -POINTS.length) : formatted;
}

const WIDTH = 100;
const HEIGHT = 20;
/** Above and beneath a bar. */
const MARGIN = 5;
/** So that a contribution that is next to nothing is seen. */
const THINNEST = 1;

function Bar({ bar: { waterfall, step }, isFall }: { readonly bar: PlacedBar; readonly isFall: boolean }) {
  if (!step) return <span />;
  const [from, to, zero] = [step.from, step.to, waterfall.zero].map((place) => place * WIDTH) as [
    number,
    number,
    number,
  ];
  const width = Math.max(Math.abs(to - from), THINNEST);
  return (
    <svg className="waterfall-bar" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <line className="waterfall-zero" x1={zero} x2={zero} y1={0} y2={HEIGHT} />
      <rect
        data-fall={isFall}
        x={Math.min(from, to, WIDTH - width)}
        y={MARGIN}
        width={width}
        height={HEIGHT - 2 * MARGIN}
      />
    </svg>
  );
}
