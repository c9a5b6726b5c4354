import { useId } from 'react';
import type { ControlProps } from '#src/web/controls/form-field.tsx';
import type { Setting } from './setting-words.ts';

interface SettingControlProps extends ControlProps {
  readonly setting: Setting;
  readonly text: string;
  type(text: string): void;
  readonly isReadOnly: boolean;
}

/** What may be chosen: the value, and how it is shown. */
function optionsOf({ kind, choices }: Setting): readonly (readonly [value: string, label: string])[] {
  if (kind !== 'YES_OR_NO') return choices.map((choice) => [choice, choice]);
  return [
    ['true', 'Yes'],
    ['false', 'No'],
  ];
}

/** The control in which a setting's value is typed or chosen. */
export function SettingControl(props: SettingControlProps) {
  const { setting, text, type, isReadOnly, ...control } = props;
  const input = { ...control, className: 'form-control', value: text, readOnly: isReadOnly };
  switch (setting.kind) {
    case 'NAMES':
      return (
        <textarea
          {...input}
          rows={Math.min(8, Math.max(3, text.split('\n').length))}
          onChange={({ target }) => type(target.value)}
        />
      );
    case 'CHOICE':
    case 'YES_OR_NO':
      return (
        <select
          {...control}
          className="form-select"
          value={text}
          disabled={isReadOnly}
          onChange={({ target }) => type(target.value)}
        >
          {optionsOf(setting).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      );
    case 'TIME_ZONE':
      return <TimeZoneInput {...props} />;
    case 'SECRET':
      return (
        <input
          {...input}
          type="password"
          autoComplete="new-password"
          placeholder={setting.isSet ? '••••••••••••' : undefined}
          onChange={({ target }) => type(target.value)}
        />
      );
    default:
      return (
        <input
          {...input}
          autoComplete="off"
          spellCheck={false}
          inputMode={setting.kind === 'WHOLE_NUMBER' ? 'numeric' : undefined}
          onChange={({ target }) => type(target.value)}
        />
      );
  }
}

/** Offers the time zones that the browser knows; the server decides. */
function TimeZoneInput({ setting: _, text, type, isReadOnly, ...control }: SettingControlProps) {
  const list = useId();
  return (
    <>
      <input
        {...control}
        className="form-control"
        list={list}
        autoComplete="off"
        spellCheck={false}
        value={text}
        readOnly={isReadOnly}
        onChange={({ target }) => type(target.value)}
      />
      <datalist id={list}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </datalist>
    </>
  );
}
