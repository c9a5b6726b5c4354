import { ScrollRegion } from '#src/web/controls/scroll-region.tsx';
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
    <>
      <p>
        How far it can still move: each metric since its first collection after the period’s end, and by how much it
        moved in the last 12 ended months.
      </p>
      <ScrollRegion className="review-restatements" label="How far it can still move">
        <table>
          <thead>
            <tr>
              <th scope="col">Metric</th>
              <th scope="col">First</th>
              <th scope="col">Now</th>
              <th scope="col">Changes</th>
              <th scope="col">Median month</th>
              <th scope="col">Nine of ten within</th>
              <th scope="col">Months</th>
            </tr>
          </thead>
          <tbody>
            {[...metrics.values()].map(({ key, label }) => (
              <tr key={key}>
                <th scope="row">{label}</th>
                <SettledCells settled={settledOf.get(key)} />
                <TypicalCells typical={typicalOf.get(key)} />
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
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

function TypicalCells({ typical }: { readonly typical: Typical | undefined }) {
  const { medianPct = null, p90Pct = null, months = 0 } = typical ?? {};
  if (medianPct === null || p90Pct === null) return <td colSpan={3}>Too few months: {months}</td>;
  return (
    <>
      <td>{exactValue(medianPct, 'PERCENTAGE')}</td>
      <td>{exactValue(p90Pct, 'PERCENTAGE')}</td>
      <td>{months}</td>
    </>
  );
}
