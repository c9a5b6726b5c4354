import { read, requireOrganization, type Scope } from '#src/service/scope.ts';
import { type EffectiveSettings, readEffectiveSettings, type SettingOrigin } from './effective-settings.ts';
import type { InstallationConfig } from './installation-config.ts';
import { obstacleToSealing } from './secret-vault.ts';
import { isSecret, SETTING_NAMES, type SettingName, settingOf, textOf } from './setting-registry.ts';

/** A setting as it may be shown: never a secret. */
export interface SettingRow {
  readonly name: SettingName;
  /** In the form of its environment variable; null where it has none, and of every secret. */
  readonly value: string | null;
  readonly isSecret: boolean;
  readonly isSet: boolean;
  readonly origin: SettingOrigin;
  /** Null unless it is stored. */
  readonly updatedAt: Date | null;
  readonly updatedBy: string | null;
  /** Why it is not used although it is stored; null otherwise. */
  readonly problem: string | null;
  /** Why it cannot be stored on this server; null where it can. */
  readonly readOnlyBecause: string | null;
}

/**
 * Every setting of an organization, without secrets.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError
 */
export function listSettings(scope: Scope, config: InstallationConfig): Promise<SettingRow[]> {
  return read(scope, 'settings:manage', async (reader) => {
    await requireOrganization(reader, scope.organization.id);
    return listedSettings(await readEffectiveSettings(reader, config, scope.organization.id), config);
  });
}

/** Settings as they may be shown. */
export function listedSettings(
  { byName }: EffectiveSettings,
  { secretKeys }: Pick<InstallationConfig, 'secretKeys'>,
): SettingRow[] {
  const obstacle = obstacleToSealing(secretKeys);
  return SETTING_NAMES.flatMap((name) => {
    const setting = byName.get(name);
    if (!setting) return [];
    const { value, isSet, origin, updatedAt, updatedBy, problem } = setting;
    const shown = isSecret(name) || value === null ? null : textOf(value);
    const readOnlyBecause = isSecret(name) ? obstacle : null;
    const row = { name, value: shown, isSecret: isSecret(name), isSet, origin, updatedAt, updatedBy, problem };
    return [{ ...row, readOnlyBecause }];
  });
}

/** What a setting is, for those who set it. */
export function describedSetting(name: SettingName) {
  const { label, meaning, type, variable, access } = settingOf(name);
  return { label, meaning, kind: type.kind, accepted: type.accepted, choices: type.choices ?? [], variable, access };
}
