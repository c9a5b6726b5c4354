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
