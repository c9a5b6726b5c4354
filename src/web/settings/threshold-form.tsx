import { type FormEvent, useState } from 'react';
import { useChange } from '#src/web/client/use-operation.ts';
import { SetThresholdOperation } from '#src/web/gql/operations.ts';
import { exactValue } from '#src/web/values/format.ts';
import { readTypedNumber } from '#src/web/values/typed-number.ts';
import { OptionGroup } from './option-group.tsx';
import type { ThresholdSubject } from './threshold-subjects.ts';

type Type = 'WARNING' | 'CRITICAL';
type Bound = 'MIN' | 'MAX';

interface ThresholdFormProps {
  readonly smartNumbers: readonly ThresholdSubject[];
  readonly metrics: readonly ThresholdSubject[];
}

/** Sets a threshold, replacing the one of the same type and bound. Problems are shown below the value. */
export function ThresholdForm({ smartNumbers, metrics }: ThresholdFormProps) {
  const [metric, setMetric] = useState(smartNumbers[0]?.key ?? '');
  const [type, setType] = useState<Type>('WARNING');
  const [bound, setBound] = useState<Bound>('MIN');
  const { text, setText, problem, set, isPending } = useNewThreshold();
  const subject = [...smartNumbers, ...metrics].find(({ key }) => key === metric);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (subject) set(subject, { type, bound });
  };
  return (
    <form className="row g-2 align-items-start mb-4" onSubmit={submit} noValidate>
      <div className="col-12 col-lg-4">
        <label className="form-label" htmlFor="threshold-metric">
          Metric or SmartNumber
        </label>
        <select
          className="form-select"
          id="threshold-metric"
          value={metric}
          onChange={(e) => setMetric(e.target.value)}
        >
          <OptionGroup label="SmartNumbers" of={smartNumbers} />
          <OptionGroup label="Metrics" of={metrics} />
        </select>
        {subject?.suggestedRange && (
          <div className="form-text">
            Suggested: {exactValue(subject.suggestedRange.min, subject.format)} to{' '}
            {exactValue(subject.suggestedRange.max, subject.format)}
          </div>
        )}
      </div>
      <Choice<Type> id="threshold-type" label="Kind" value={type} choose={setType} options={TYPES} />
      <Choice<Bound> id="threshold-bound" label="Outside when" value={bound} choose={setBound} options={BOUNDS} />
      <div className="col-7 col-lg-2">
        <label className="form-label" htmlFor="threshold-value">
          Value{subject?.format === 'PERCENTAGE' && ' in %'}
        </label>
        <input
          className={`form-control ${problem ? 'is-invalid' : ''}`}
          id="threshold-value"
          inputMode="decimal"
          value={text}
          aria-describedby="threshold-problem"
          onChange={(event) => setText(event.target.value)}
        />
        <div className="invalid-feedback" id="threshold-problem" role="alert">
          {problem}
        </div>
      </div>
      <div className="col-5 col-lg-2">
        <span className="form-label d-block" aria-hidden="true">
          &nbsp;
        </span>
        <button type="submit" className="btn btn-primary w-100" disabled={isPending}>
          Set
        </button>
      </div>
    </form>
  );
}

const TYPES = [
  ['WARNING', 'Warning'],
  ['CRITICAL', 'Critical'],
] as const;
const BOUNDS = [
  ['MIN', 'below'],
  ['MAX', 'above'],
] as const;

interface ChoiceProps<Value extends string> {
  readonly id: string;
  readonly label: string;
  readonly value: Value;
  choose(value: Value): void;
  readonly options: readonly (readonly [Value, string])[];
}

function Choice<Value extends string>({ id, label, value, choose, options }: ChoiceProps<Value>) {
  return (
    <div className="col-6 col-lg-2">
      <label className="form-label" htmlFor={id}>
        {label}
      </label>
      <select className="form-select" id={id} value={value} onChange={(event) => choose(event.target.value as Value)}>
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The typed value, and its problem, found by the page or by the server. */
function useNewThreshold() {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { mutate, isPending } = useChange(SetThresholdOperation);
  const set = ({ key, format }: ThresholdSubject, { type, bound }: { readonly type: Type; readonly bound: Bound }) => {
    const typed = readTypedNumber(text, format);
    if ('problem' in typed) return setProblem(typed.problem);
    mutate(
      { input: { metric: key, type, bound, value: typed.value } },
      {
        onError: (error) => setProblem(error.message),
        onSuccess: ({ setThreshold: result }) => {
          setProblem('message' in result ? result.message : null);
          // What was typed meanwhile stays.
          if (!('message' in result)) setText((now) => (now === text ? '' : now));
        },
      },
    );
  };
  return { text, setText, problem, set, isPending };
}
