import { exactValue } from '../exact-value.ts';
import { formatDate } from '../format.ts';
import { RemoveThresholdOperation, ThresholdsOperation, type ThresholdsQuery } from '../gql/operations.ts';
import { Failure, Loading } from '../query-states.tsx';
import { useIsEditor } from '../shell.ts';
import { useChange, useOperation } from '../use-operation.ts';
import { ThresholdForm } from './threshold-form.tsx';
import { type ThresholdSubject, thresholdSubjects } from './threshold-subjects.ts';

type Threshold = NonNullable<ThresholdsQuery['organization']>['thresholds'][number];

/** What values are judged by: everybody sees them, editors change them. */
export function ThresholdsSection() {
  const isEditor = useIsEditor();
  const { data, error, refetch } = useOperation(ThresholdsOperation, {});
  const subjects = data && thresholdSubjects(data);
  return (
    <>
      <p className="settings-lead">
        A value that is outside of one is marked in the review. A value equal to its bound is still inside.
      </p>
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <Loading label="Reading the thresholds" />}
      {subjects && isEditor && <ThresholdForm {...subjects} />}
      {data && subjects && (
        <ThresholdTable
          thresholds={data.organization?.thresholds ?? []}
          subjects={[...subjects.smartNumbers, ...subjects.metrics]}
          isEditor={isEditor}
        />
      )}
    </>
  );
}

interface ThresholdTableProps {
  readonly thresholds: readonly Threshold[];
  readonly subjects: readonly ThresholdSubject[];
  readonly isEditor: boolean;
}

function ThresholdTable({ thresholds, subjects, isEditor }: ThresholdTableProps) {
  const { mutate, error } = useChange(RemoveThresholdOperation);
  if (thresholds.length === 0) return <p>None is set.</p>;
  return (
    <div className="table-responsive">
      {error && <Failure error={error} />}
      <table className="table align-middle">
        <caption className="visually-hidden">Thresholds</caption>
        <thead>
          <tr>
            <th scope="col">Metric or SmartNumber</th>
            <th scope="col">Kind</th>
            <th scope="col" className="text-end">
              Outside when
            </th>
            <th scope="col">Set</th>
            {isEditor && (
              <th scope="col">
                <span className="visually-hidden">Remove</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {thresholds.map((threshold) => {
            const { metric, type, bound } = threshold;
            const subject = subjects.find(({ key }) => key === metric);
            const label = subject?.label ?? metric;
            const side = bound === 'MIN' ? 'below' : 'above';
            return (
              <tr key={`${metric} ${type} ${bound}`}>
                <th scope="row">{label}</th>
                <td>{type === 'WARNING' ? 'Warning' : 'Critical'}</td>
                <td className="text-end">
                  {side} {exactValue(threshold.value, subject?.format ?? 'NUMBER')}
                </td>
                <td>
                  {formatDate(threshold.updatedAt)}
                  {threshold.updatedBy !== null && ` by ${threshold.updatedBy}`}
                </td>
                {isEditor && (
                  <td className="text-end">
                    <button
                      type="button"
                      className="btn btn-sm btn-outline-secondary"
                      aria-label={`Remove ${type.toLowerCase()} ${side} of ${label}`}
                      onClick={() => mutate({ input: { metric, type, bound } })}
                    >
                      Remove
                    </button>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
