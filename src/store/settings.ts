import type { Reader } from '#src/store/engine/database.ts';
import type { Prisma } from '#src/store/generated/prisma/client.ts';

/** Whether the nightly collection is enabled, since when, and who set it. */
export interface CollectionSwitch {
  readonly enabled: boolean;
  readonly since: Date;
  readonly setBy: string;
}

const COLLECTION_ENABLED = 'collection_enabled';

/** The switch as set by a person; null if never set, so that the configured default applies. */
export async function readCollectionSwitch(reader: Reader, organizationId: number): Promise<CollectionSwitch | null> {
  const row = await reader.setting.findFirst({
    where: { organizationId, key: COLLECTION_ENABLED },
  });
  return row && { enabled: row.value === true, since: row.updatedAt, setBy: row.updatedBy };
}

export async function saveCollectionSwitch(
  reader: Reader,
  organizationId: number,
  { enabled, since, setBy }: CollectionSwitch,
): Promise<void> {
  const value = { value: enabled, updatedAt: since, updatedBy: setBy };
  await reader.setting.upsert({
    where: { organizationId_key: { organizationId, key: COLLECTION_ENABLED } },
    create: { organizationId, key: COLLECTION_ENABLED, ...value },
    update: value,
  });
}

/** A problem that prevents all sign-ins, and since when. */
export interface StoredSignInProblem {
  readonly kind: 'client' | 'issuer' | 'clock';
  /** Seconds that this machine's clock is ahead; null if unknown or not the problem. */
  readonly offsetSeconds: number | null;
  /** The provider’s error: `invalid_client`. */
  readonly error: string | null;
  /** The provider's own error codes. */
  readonly codes: readonly number[];
  readonly since: Date;
}

const SIGN_IN_PROBLEM = 'sign_in_problem';

/** Null if the last sign-in succeeded, or none was tried. */
export async function readSignInProblem(reader: Reader, organizationId: number): Promise<StoredSignInProblem | null> {
  const row = await reader.setting.findFirst({
    where: { organizationId, key: SIGN_IN_PROBLEM },
  });
  // Written by `saveSignInProblem` alone.
  return row && { ...(row.value as unknown as Omit<StoredSignInProblem, 'since'>), since: row.updatedAt };
}

export async function saveSignInProblem(
  reader: Reader,
  organizationId: number,
  { since, kind, offsetSeconds, error, codes }: StoredSignInProblem,
): Promise<void> {
  const value = {
    value: { kind, offsetSeconds, error, codes: [...codes] },
    ...{ updatedAt: since, updatedBy: 'sign-in' },
  };
  await reader.setting.upsert({
    where: { organizationId_key: { organizationId, key: SIGN_IN_PROBLEM } },
    create: { organizationId, key: SIGN_IN_PROBLEM, ...value },
    update: value,
  });
}

export async function deleteSignInProblem(reader: Reader, organizationId: number): Promise<void> {
  await reader.setting.deleteMany({ where: { organizationId, key: SIGN_IN_PROBLEM } });
}

const IMPORT_LAYOUT = 'import_layout';

/** How files of values that are not understood by themselves are read; its meaning is `service/transfer`'s. Null if never said. */
export async function readImportLayout(reader: Reader, organizationId: number): Promise<unknown> {
  const row = await reader.setting.findFirst({
    where: { organizationId, key: IMPORT_LAYOUT },
  });
  return row?.value ?? null;
}

export async function saveImportLayout(
  reader: Reader,
  organizationId: number,
  { layout, at, by }: { readonly layout: Prisma.InputJsonObject; readonly at: Date; readonly by: string },
): Promise<void> {
  const value = { value: layout, updatedAt: at, updatedBy: by };
  await reader.setting.upsert({
    where: { organizationId_key: { organizationId, key: IMPORT_LAYOUT } },
    create: { organizationId, key: IMPORT_LAYOUT, ...value },
    update: value,
  });
}

const BENCHMARKS = 'benchmarks';

/** How an organization takes part in benchmarks, as stored; null if it has never said. */
export async function readBenchmarkSetting(reader: Reader, organizationId: number): Promise<unknown> {
  const row = await reader.setting.findFirst({ where: { organizationId, key: BENCHMARKS } });
  return row?.value ?? null;
}

export async function saveBenchmarkSetting(
  reader: Reader,
  organizationId: number,
  { settings, at, by }: { readonly settings: Prisma.InputJsonObject; readonly at: Date; readonly by: string },
): Promise<void> {
  const value = { value: settings, updatedAt: at, updatedBy: by };
  await reader.setting.upsert({
    where: { organizationId_key: { organizationId, key: BENCHMARKS } },
    create: { organizationId, key: BENCHMARKS, ...value },
    update: value,
  });
}
/** A stored setting of the registry (`service/settings`), which knows what its value means. */
export interface StoredSetting {
  readonly name: string;
  readonly value: unknown;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

/** The stored settings of these names; those that are not stored are left out. */
export async function readSettings(
  reader: Reader,
  organizationId: number,
  names: readonly string[],
): Promise<StoredSetting[]> {
  const rows = await reader.setting.findMany({ where: { organizationId, key: { in: [...names] } } });
  return rows.map(({ key: name, value, updatedAt, updatedBy }) => ({ name, value, updatedAt, updatedBy }));
}

/** Stores a setting in the place of an earlier value. */
export async function saveSetting(
  reader: Reader,
  organizationId: number,
  setting: { readonly name: string; readonly value: Prisma.InputJsonValue; readonly at: Date; readonly by: string },
): Promise<void> {
  const value = { value: setting.value, updatedAt: setting.at, updatedBy: setting.by };
  await reader.setting.upsert({
    where: { organizationId_key: { organizationId, key: setting.name } },
    create: { organizationId, key: setting.name, ...value },
    update: value,
  });
}

export async function deleteSetting(reader: Reader, organizationId: number, name: string): Promise<void> {
  await reader.setting.deleteMany({ where: { organizationId, key: name } });
}
