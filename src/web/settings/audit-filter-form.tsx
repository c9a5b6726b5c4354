import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { AuditChoicesQuery } from '#src/web/gql/operations.ts';
import { useShell } from '#src/web/shell.ts';
import { type AuditFilter, FILTER_NAMES } from './audit-filter.ts';
import { OptionGroup } from './option-group.tsx';

interface AuditFilterFormProps {
  readonly filter: AuditFilter;
  readonly choices: AuditChoicesQuery | undefined;
  /** Names to choose from; any other can be typed. */
  readonly actors: readonly string[];
  change(changes: Partial<AuditFilter>): void;
}

/** The filter of the audit trail. Choices apply immediately, a typed name on Enter or when the field loses the focus. */
export function AuditFilterForm({ filter, choices, actors, change }: AuditFilterFormProps) {
  const set = (name: keyof AuditFilter) => (value: string) => change({ [name]: value });
  const isSet = FILTER_NAMES.some((name) => filter[name] !== '');
  const nothing = Object.fromEntries(FILTER_NAMES.map((name) => [name, ''])) as Partial<AuditFilter>;
  return (
    <div className="settings-filter">
      <ActorField actor={filter.actor} actors={actors} choose={set('actor')} />
      <Choice label="What" any="anything" value={filter.action} choose={set('action')}>
        {choices?.organization?.auditActions.map(({ action, description }) => (
          <option key={action} value={action}>
            {description.replace(/\.$/, '')}
          </option>
        ))}
      </Choice>
      <Choice label="About" any="anything" value={filter.metric} choose={set('metric')}>
        <OptionGroup label="SmartNumbers" of={choices?.smartNumberDefinitions ?? []} />
        <OptionGroup label="Metrics" of={metricsAlone(choices)} />
      </Choice>
      <PeriodChoice value={filter.period} choose={set('period')} />
      <DateField label="From" value={filter.from} choose={set('from')} />
      <DateField label="To" value={filter.to} choose={set('to')} />
      {isSet && (
        <button type="button" className="btn btn-outline-secondary" onClick={() => change(nothing)}>
          Show all
        </button>
      )}
    </div>
  );
}

/** Metrics without those that have the key of a SmartNumber: entries are found by key, so the SmartNumber finds both. */
function metricsAlone(choices: AuditChoicesQuery | undefined): AuditChoicesQuery['metricDefinitions'] {
  const keys = new Set(choices?.smartNumberDefinitions.map(({ key }) => key));
  return choices?.metricDefinitions.filter(({ key }) => !keys.has(key)) ?? [];
}

interface ActorFieldProps {
  readonly actor: string;
  readonly actors: readonly string[];
  choose(actor: string): void;
}

function ActorField({ actor, actors, choose }: ActorFieldProps) {
  const id = useId();
  const [typed, setTyped] = useState(actor);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    choose(typed.trim());
  };
  return (
    <form onSubmit={submit}>
      <label className="form-label" htmlFor={id}>
        Who
      </label>
      <input
        id={id}
        className="form-control"
        autoComplete="off"
        placeholder="anybody"
        list={`${id}-names`}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => typed.trim() !== actor && choose(typed.trim())}
      />
      <datalist id={`${id}-names`}>
        {actors.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  /** The label of the choice that does not filter: `anything`. */
  readonly any: string;
  readonly value: string;
  choose(value: string): void;
  readonly children: ReactNode;
}

function Choice({ label, any, value, choose, children }: ChoiceProps) {
  return (
    <Labelled label={label}>
      {(id) => (
        <select id={id} className="form-select" value={value} onChange={(event) => choose(event.target.value)}>
          <option value="">{any}</option>
          {children}
        </select>
      )}
    </Labelled>
  );
}

/** A control with its label; `children` renders the control with the id that the label names. */
function Labelled({ label, children }: { readonly label: string; children(id: string): ReactNode }) {
  const id = useId();
  return (
    <div>
      <label className="form-label" htmlFor={id}>
        {label}
      </label>
      {children(id)}
    </div>
  );
}

function PeriodChoice({ value, choose }: Pick<ChoiceProps, 'value' | 'choose'>) {
  const { organization } = useShell();
  const known = [...(organization?.quarters ?? []), ...(organization?.months ?? [])];
  return (
    <Choice label="Period" any="any" value={value} choose={choose}>
      {value !== '' && !known.some(({ period }) => period === value) && <option value={value}>{value}</option>}
      <Periods label="Quarters" of={organization?.quarters ?? []} />
      <Periods label="Months" of={organization?.months ?? []} />
    </Choice>
  );
}

function Periods({ label, of }: { readonly label: string; readonly of: readonly { period: string; label: string }[] }) {
  return <OptionGroup label={label} of={of.map(({ period, label: name }) => ({ key: period, label: name }))} />;
}

function DateField({ label, value, choose }: Omit<ChoiceProps, 'any' | 'children'>) {
  return (
    <Labelled label={label}>
      {(id) => (
        <input
          id={id}
          className="form-control"
          type="date"
          value={value}
          onChange={(event) => choose(event.target.value)}
        />
      )}
    </Labelled>
  );
}
