import { useOperation } from '#src/web/client/use-operation.ts';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { TableHead } from '#src/web/controls/table-head.tsx';
import { RemoveThresholdOperation, ThresholdsOperation, type ThresholdsQuery } from '#src/web/gql/operations.ts';
import { useIsEditor } from '#src/web/shell.ts';
import { exactValue, formatDate } from '#src/web/values/format.ts';
import { ThresholdForm } from './threshold-form.tsx';
import { type ThresholdSubject, thresholdSubjects } from './threshold-subjects.ts';

type Threshold = NonNullable<ThresholdsQuery['organization']>['thresholds'][number];

/** The thresholds: everybody sees them, editors change them. */
export function ThresholdsSection() {
  const isEditor = useIsEditor();
  const { data, error, refetch } = useOperation(ThresholdsOperation, {});
  const subjects = data && thresholdSubjects(data);
  return (
    <>
      <p className="settings-lead">
        The review marks values outside a threshold. A value equal to the bound is not outside.
      </p>
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <Loading label="Loading the thresholds" />}
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
  const { run, refusals } = useRefusableChange(RemoveThresholdOperation);
  const remove = ({ metric, type, bound }: Threshold) => run({ input: { metric, type, bound } });
  if (thresholds.length === 0) return <p>No thresholds are set.</p>;
  return (
    <div className="table-responsive">
      <Refusals of={refusals} />
      <table className="table align-middle">
        <caption className="visually-hidden">Thresholds</caption>
        <TableHead
          columns={['Metric or SmartNumber', 'Kind', 'Outside when', 'Set']}
          numbers={['Outside when']}
          actions={isEditor ? 'Remove' : null}
        />
        <tbody>
          {thresholds.map((threshold) => (
            <ThresholdRow
              key={`${threshold.metric} ${threshold.type} ${threshold.bound}`}
              threshold={threshold}
              subject={subjects.find(({ key }) => key === threshold.metric)}
              remove={isEditor ? () => remove(threshold) : null}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ThresholdRowProps {
  readonly threshold: Threshold;
  readonly subject: ThresholdSubject | undefined;
  /** Null if the viewer may not. */
  readonly remove: (() => void) | null;
}

function ThresholdRow({ threshold, subject, remove }: ThresholdRowProps) {
  const { metric, type, bound, value, updatedAt, updatedBy } = threshold;
  const label = subject?.label ?? metric;
  const side = bound === 'MIN' ? 'below' : 'above';
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{type === 'WARNING' ? 'Warning' : 'Critical'}</td>
      <td className="text-end">
        {side} {exactValue(value, subject?.format ?? 'NUMBER')}
      </td>
      <td>
        {formatDate(updatedAt)}
        {updatedBy !== null && ` by ${updatedBy}`}
      </td>
      {remove && (
        <td className="text-end">
          <button
            type="button"
            className="btn btn-sm btn-outline-secondary"
            aria-label={`Remove ${type.toLowerCase()} ${side} of ${label}`}
            onClick={remove}
          >
            Remove
          </button>
        </td>
      )}
    </tr>
  );
}
