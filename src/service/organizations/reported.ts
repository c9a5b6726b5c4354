import type { Report } from '#src/service/report/report.ts';
import type { Wanted } from '#src/service/report/snapshots.ts';
import type { StoredOrganization } from '#src/store/organizations.ts';

export type { StoredOrganization } from '#src/store/organizations.ts';

/** The report's organization, with `wanted` loaded by the same statement; null if it does not exist. */
export async function findOrganization({ data }: Report, wanted: Wanted): Promise<StoredOrganization | null> {
  await data.load({ ...wanted, organization: true });
  return data.organization();
}
