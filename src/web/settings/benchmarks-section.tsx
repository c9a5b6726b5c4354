import { useOperation } from '#src/web/client/use-operation.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { BenchmarksOperation } from '#src/web/gql/operations.ts';
import { BenchmarksForm } from './benchmarks-form.tsx';

/** Taking part in benchmarks: what is shared and what is told, in plain words, and the choice. */
export function BenchmarksSection() {
  const { data, error, refetch } = useOperation(BenchmarksOperation, {});
  const settings = data?.organization?.benchmarks;
  return (
    <>
      <p className="settings-lead">
        The review can show where your numbers stand among other MSPs. MSPs that share are told about each other.
      </p>
      <div className="settings-plain">
        <h3>What is shared</h3>
        <ul>
          <li>
            Every night your SmartNumbers of months and quarters that are over are counted with those of the other MSPs
            in this installation that share: only values that cover the whole period.
          </li>
          <li>No other MSP sees your numbers, your name, your size, or that you take part.</li>
          <li>
            Whoever runs this installation can read its database, and so your numbers, whether you share or not. The
            benchmarks add nothing to that.
          </li>
        </ul>
        <h3>What is told</h3>
        <ul>
          <li>
            How many MSPs were counted, and their percentiles, rounded to two significant digits. Never of fewer than
            seven.
          </li>
          <li>
            What is told changes only when at least three MSPs have joined, left or changed a number. So it stays for a
            while after you stop sharing, with your numbers counted in it.
          </li>
          <li>Of MSPs of your size, where there are enough of them and you say how many endpoints you manage.</li>
        </ul>
      </div>
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <Loading label="Loading the benchmarks" />}
      {settings && <BenchmarksForm settings={settings} />}
    </>
  );
}
