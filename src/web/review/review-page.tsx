import { ExplainedValue } from '../explanation/explained-value.tsx';
import { formatChange, formatValue } from '../format.ts';
import { ReviewOperation, type ReviewQuery } from '../gql/operations.ts';
import { isQuarter, type PeriodKey, periodsBefore } from '../period.ts';
import { PeriodPicker, useChosenPeriod } from '../period-picker.tsx';
import { Failure, Loading } from '../query-states.tsx';
import { useOperation } from '../use-operation.ts';

/** The periods of a sparkline, the chosen one included. */
const SPARKLINE_PERIODS = 8;

const CATEGORIES = ['OPERATIONS', 'PROFIT', 'REVENUE', 'LEVERAGE', 'SALES'] as const;

type ReviewedPeriod = NonNullable<ReviewQuery['organization']>['period'];
type SmartNumber = ReviewedPeriod['smartNumbers'][number];

/** The 18 SmartNumbers of a quarter or month. */
export function ReviewPage() {
  const period = useChosenPeriod();
  return period === null ? <p>Nothing has been collected or entered yet.</p> : <Review period={period} />;
}

function Review({ period }: { readonly period: PeriodKey }) {
  const from = periodsBefore(period, SPARKLINE_PERIODS - 1);
  const { data, error, refetch } = useOperation(ReviewOperation, {
    period,
    kind: isQuarter(period) ? 'QUARTER' : 'MONTH',
    from,
  });
  const report = data?.organization?.period;
  return (
    <>
      <header className="d-flex flex-wrap align-items-center justify-content-between gap-2 mb-3">
        <h1 className="h3 mb-0">Business review {report?.label}</h1>
        <PeriodPicker period={period} />
      </header>
      {error && <Failure error={error} retry={refetch} />}
      {report
        ? CATEGORIES.map((category) => (
            <section key={category} className="mb-4">
              <h2 className="h5">{category}</h2>
              <div className="row row-cols-1 row-cols-sm-2 row-cols-lg-3 row-cols-xl-4 g-3">
                {report.smartNumbers
                  .filter(({ definition }) => definition.category === category)
                  .map((number) => (
                    <div className="col" key={number.definition.key}>
                      <SmartNumberCard number={number} period={period} />
                    </div>
                  ))}
              </div>
            </section>
          ))
        : !error && <Loading label="Reading the SmartNumbers" />}
    </>
  );
}

function SmartNumberCard({ number, period }: { readonly number: SmartNumber; readonly period: PeriodKey }) {
  const { definition, change } = number;
  return (
    <div className="card h-100">
      <div className="card-body">
        <h3 className="card-title h6">{definition.label}</h3>
        <ExplainedValue of={{ kind: 'smartNumber', key: definition.key, period }}>
          {formatValue(number, definition.format)}
        </ExplainedValue>
        {change?.comparable && change.percent && <span className="ms-2 small">{formatChange(change.percent)}</span>}
      </div>
    </div>
  );
}
