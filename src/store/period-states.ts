import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';

/** The months among `months` that an admin has closed. */
export async function readClosedMonths(
  reader: Reader,
  organizationId: number,
  months: readonly Month[],
): Promise<ReadonlySet<Month>> {
  const rows = await reader.periodClosing.findMany({
    where: { organizationId, period: { in: [...months] } },
    select: { period: true },
  });
  return new Set(rows.map(({ period }) => period as Month));
}

/** The closings of months among `months`. */
export async function readClosings(
  reader: Reader,
  organizationId: number,
  months: readonly Month[],
): Promise<readonly { readonly month: Month; readonly closedAt: Date; readonly closedBy: string }[]> {
  const rows = await reader.periodClosing.findMany({ where: { organizationId, period: { in: [...months] } } });
  return rows.map(({ period, closedAt, closedBy }) => ({ month: period as Month, closedAt, closedBy }));
}

/** The months among `months` whose values of the vendor are frozen. */
export async function readFrozenMonths(
  reader: Reader,
  organizationId: number,
  vendorId: number,
  months: readonly Month[],
): Promise<ReadonlySet<Month>> {
  const rows = await reader.periodFreeze.findMany({
    where: { organizationId, vendorId, period: { in: [...months] } },
    select: { period: true },
  });
  return new Set(rows.map(({ period }) => period as Month));
}

/** Freezes a vendor's values of `months`; already frozen months are unchanged. */
export async function freezeMonths(
  tx: Transaction,
  organizationId: number,
  freeze: { readonly vendorId: number; readonly months: readonly Month[]; readonly runId: number; readonly at: Date },
): Promise<void> {
  await tx.periodFreeze.createMany({
    data: freeze.months.map((period) => ({
      organizationId,
      period,
      vendorId: freeze.vendorId,
      runId: freeze.runId,
      frozenAt: freeze.at,
    })),
    skipDuplicates: true,
  });
}

/** Closes an open month. */
export async function insertClosing(
  tx: Transaction,
  organizationId: number,
  closing: { readonly month: Month; readonly at: Date; readonly actor: string },
): Promise<void> {
  const { month: period, at: closedAt, actor: closedBy } = closing;
  await tx.periodClosing.create({ data: { organizationId, period, closedAt, closedBy } });
}

/** Reopens a closed month. */
export async function deleteClosing(tx: Transaction, organizationId: number, month: Month): Promise<void> {
  await tx.periodClosing.delete({ where: { organizationId_period: { organizationId, period: month } } });
}
