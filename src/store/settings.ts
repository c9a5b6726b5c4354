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
