import type { Refusal } from '#src/web/client/use-refusable-change.ts';
import { useIsArchived } from '#src/web/shell.ts';
import { SettingField } from './setting-field.tsx';
import type { Setting } from './setting-words.ts';
import type { SettingDrafts } from './use-setting-drafts.ts';

interface SettingFieldsProps {
  readonly settings: readonly Setting[];
  readonly drafts: SettingDrafts;
  readonly refusals: readonly Refusal[];
  /** Puts a setting back to its default; null for one of which that is not offered. */
  readonly resetOf: (setting: Setting) => (() => void) | null;
}

/** Settings beside each other, with what is typed. */
export function SettingFields({ settings, drafts, refusals, resetOf }: SettingFieldsProps) {
  const isReadOnly = useIsArchived();
  return (
    <div className="row g-3">
      {settings.map((setting) => (
        <SettingField
          key={setting.name}
          setting={setting}
          text={drafts.textOf(setting)}
          type={(text) => drafts.type(setting, text)}
          refusals={refusals}
          reset={resetOf(setting)}
          isReadOnly={isReadOnly}
        />
      ))}
    </div>
  );
}
