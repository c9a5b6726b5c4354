import { type FormEvent, useId, useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { FormField, Refusals } from '#src/web/controls/form-field.tsx';
import {
  type BenchmarkParticipation,
  type BenchmarksShownFragment,
  SetBenchmarksOperation,
} from '#src/web/gql/operations.ts';

const CHOICES: readonly (readonly [BenchmarkParticipation, string])[] = [
  ['NONE', 'Do not take part'],
  ['RECEIVE', 'Do not share; show benchmarks of other sources, such as surveys, where there are some'],
  ['SHARE', 'Share, and be told about the peers'],
];

interface Typed {
  readonly endpoints: string;
  readonly employees: string;
  readonly label: string;
}

/** Chooses how the organization takes part, and says its size. */
export function BenchmarksForm({ settings }: { readonly settings: BenchmarksShownFragment }) {
  const [participation, setParticipation] = useState(settings.participation);
  const [typed, setTyped] = useState<Typed>({
    endpoints: settings.endpoints?.toString() ?? '',
    employees: settings.employees?.toString() ?? '',
    label: settings.label ?? '',
  });
  const [isSaved, setSaved] = useState(false);
  const { refusals, isPending, run } = useRefusableChange(SetBenchmarksOperation);
  const type = (changed: Partial<Typed>) => setTyped({ ...typed, ...changed });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSaved(false);
    const sizes = { endpoints: countOf(typed.endpoints), employees: countOf(typed.employees) };
    run({ input: { participation, ...sizes, label: typed.label.trim() || null } }, () => setSaved(true));
  };
  const field = (name: keyof Typed) => ({ name, refusals, columns: 'col-12 col-md-4' });
  return (
    <form className="row g-3" onSubmit={submit} noValidate>
      <Choices value={participation} choose={setParticipation} />
      <FormField {...field('endpoints')} label="Endpoints that you manage" hint="Decides which MSPs are of your size">
        {(control) => <CountInput {...control} value={typed.endpoints} set={(endpoints) => type({ endpoints })} />}
      </FormField>
      <FormField {...field('employees')} label="Employees">
        {(control) => <CountInput {...control} value={typed.employees} set={(employees) => type({ employees })} />}
      </FormField>
      <FormField {...field('label')} label="Note" hint="Such as your peer group; no other MSP sees it">
        {(control) => (
          <input
            {...control}
            className="form-control"
            value={typed.label}
            onChange={({ target }) => type({ label: target.value })}
          />
        )}
      </FormField>
      <div className="col-12">
        <button type="submit" className="btn btn-primary" aria-disabled={isPending}>
          Save
        </button>
        <Refusals of={refusals.filter(({ field: of }) => of === null)} />
        <div role="status" className="small text-success-emphasis">
          {isSaved && 'Saved. It counts from the next night on.'}
        </div>
      </div>
    </form>
  );
}

interface ChoicesProps {
  readonly value: BenchmarkParticipation;
  choose(value: BenchmarkParticipation): void;
}

function Choices({ value, choose }: ChoicesProps) {
  const id = useId();
  return (
    <fieldset className="col-12">
      <legend className="settings-legend">Taking part</legend>
      {CHOICES.map(([choice, words]) => (
        <div className="form-check" key={choice}>
          <input
            className="form-check-input"
            type="radio"
            id={`${id}-${choice}`}
            name={id}
            checked={value === choice}
            onChange={() => choose(choice)}
          />
          <label className="form-check-label" htmlFor={`${id}-${choice}`}>
            {words}
          </label>
        </div>
      ))}
    </fieldset>
  );
}

interface CountInputProps {
  readonly value: string;
  set(value: string): void;
}

function CountInput({ value, set, ...control }: CountInputProps) {
  return (
    <input
      {...control}
      className="form-control"
      inputMode="numeric"
      value={value}
      onChange={({ target }) => set(target.value.replace(/\D/g, '').slice(0, 9))}
    />
  );
}

/** Null for an empty field. */
function countOf(text: string): number | null {
  return text === '' ? null : Number(text);
}
