import type { RestatementsQuery } from '#src/web/gql/operations.ts';
import { exactValue, formatInstant } from '#src/web/values/format.ts';

type Readiness = NonNullable<RestatementsQuery['organization']>['period']['readiness'];
type Settled = Readiness['settled'][number];
type Typical = Readiness['typicalRestatement'][number];

/** How far each metric has moved since the period's end, and how far it typically does. */
export function RestatementsTable({ settled, typicalRestatement }: Readiness) {
  const settledOf = new Map(settled.map((each) => [each.metric.key, each]));
  const typicalOf = new Map(typicalRestatement.map((each) => [each.metric.key, each]));
  const metrics = new Map([...settled, ...typicalRestatement].map(({ metric }) => [metric.key, metric]));
  if (metrics.size === 0) return <p>No metric has a value yet.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard.
    <section className="review-restatements" tabIndex={0} aria-label="How far it can still move">
      <table>
        <caption>
          How far it can still move: each metric since its first collection after the period’s end, and what is typical
          of the last 12 ended months.
        </caption>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col">First</th>
            <th scope="col">Now</th>
            <th scope="col">Changes</th>
            <th scope="col">Typically</th>
          </tr>
        </thead>
        <tbody>
          {[...metrics.values()].map(({ key, label }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              <SettledCells settled={settledOf.get(key)} />
              <td>{typicalWords(typicalOf.get(key))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function SettledCells({ settled }: { readonly settled: Settled | undefined }) {
  if (!settled) return <td colSpan={3}>Not ended, or absent</td>;
  const { metric, firstValue, valueNow, changes, lastChangedAt } = settled;
  return (
    <>
      <td>{exactValue(firstValue, metric.format)}</td>
      <td>{exactValue(valueNow, metric.format)}</td>
      <td>
        {changes}
        {lastChangedAt && `, last ${formatInstant(lastChangedAt)}`}
      </td>
    </>
  );
}

/** `median 0 %, at most 1.5 % in nine of ten months (of 12)` */
function typicalWords(typical: Typical | undefined): string {
  if (!typical) return '—';
  const { medianPct, p90Pct, months, reason } = typical;
  if (medianPct === null || p90Pct === null) return reason ?? '—';
  return `median ${exactValue(medianPct, 'PERCENTAGE')}, nine of ten within ${exactValue(p90Pct, 'PERCENTAGE')} (${months} months)`;
}
