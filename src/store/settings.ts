import type { Reader } from '#src/store/engine/database.ts';

/** Whether the nightly collection is enabled, since when, and who said so. */
export interface CollectionSwitch {
  readonly enabled: boolean;
  readonly since: Date;
  readonly setBy: string;
}

const COLLECTION_ENABLED = 'collection_enabled';

/** What a person has set; null where nobody has, and the configured default holds. */
export async function readCollectionSwitch(reader: Reader, organizationId: number): Promise<CollectionSwitch | null> {
  const row = await reader.setting.findUnique({
    where: { organizationId_key: { organizationId, key: COLLECTION_ENABLED } },
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

/** What keeps everybody from signing in, since when. */
export interface StoredSignInProblem {
  readonly kind: 'client' | 'issuer' | 'clock';
  /** Seconds that this machine's clock is ahead; null where that is not known, or not the problem. */
  readonly offsetSeconds: number | null;
  /** What the provider said: `invalid_client`. */
  readonly error: string | null;
  /** The provider's numbers for it. */
  readonly codes: readonly number[];
  readonly since: Date;
}

const SIGN_IN_PROBLEM = 'sign_in_problem';

/** Null where the last sign-in worked, or nobody has tried. */
export async function readSignInProblem(reader: Reader, organizationId: number): Promise<StoredSignInProblem | null> {
  const row = await reader.setting.findUnique({
    where: { organizationId_key: { organizationId, key: SIGN_IN_PROBLEM } },
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
