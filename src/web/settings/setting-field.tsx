import type { Refusal } from '#src/web/client/use-refusable-change.ts';
import { FormField } from '#src/web/controls/form-field.tsx';
import { SettingControl } from './setting-control.tsx';
import { originWords, type Setting, withoutMarks } from './setting-words.ts';

interface SettingFieldProps {
  readonly setting: Setting;
  readonly text: string;
  type(text: string): void;
  readonly refusals: readonly Refusal[];
  /** Stores it no more; null where that is not offered. */
  readonly reset: (() => void) | null;
  readonly isReadOnly?: boolean;
}

/** A setting: its control, what it is, where its value is from, and the way back to the default. */
export function SettingField({ setting, text, type, refusals, reset, isReadOnly = false }: SettingFieldProps) {
  const { name, label, readOnlyBecause, problem, vendor } = setting;
  return (
    <div className="col-12 col-md-6">
      <FormField label={label} columns="" name={name} refusals={refusals} hint={hintOf(setting)}>
        {(control) => (
          <SettingControl
            {...control}
            setting={setting}
            text={text}
            type={type}
            isReadOnly={isReadOnly || readOnlyBecause !== null}
          />
        )}
      </FormField>
      <div className="setting-origin">
        <span>{originWords(setting)}</span>
        {reset && setting.origin === 'STORED' && !isReadOnly && (
          <button
            type="button"
            className="btn btn-sm btn-link"
            aria-label={`Use the default for ${label}`}
            onClick={reset}
          >
            Use the default
          </button>
        )}
      </div>
      {/* A vendor's settings are used together: what stands against them is said once, above. */}
      {problem !== null && vendor === null && <p className="setting-problem">Not used: {problem}</p>}
    </div>
  );
}

function hintOf({ meaning: asDocumented, kind, isSet, readOnlyBecause }: Setting): string {
  const meaning = withoutMarks(asDocumented);
  if (kind === 'NAMES') return `${meaning}. One per line.`;
  if (kind === 'SECRET' && isSet && readOnlyBecause === null) {
    return `${meaning}. It is set and not shown; leave this empty to keep it.`;
  }
  return `${meaning}.`;
}
