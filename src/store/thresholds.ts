import type { Bound, Threshold, ThresholdType } from '#src/core/metrics/threshold.ts';
import type { Decimal } from '#src/core/number.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { toDecimal } from '#src/store/engine/decimal.ts';
import type { Threshold as ThresholdModel } from '#src/store/generated/prisma/client.ts';

export interface StoredThreshold extends Threshold {
  readonly notes: string | null;
  readonly updatedAt: Date;
  readonly updatedBy: string | null;
}

/** All thresholds of an organization, by metric. */
export async function readThresholds(reader: Reader, organizationId: number): Promise<StoredThreshold[]> {
  const orderBy = [{ metricName: 'asc' }, { thresholdType: 'asc' }, { bound: 'asc' }] as const;
  const rows = await reader.threshold.findMany({ where: { organizationId }, orderBy: [...orderBy] });
  return rows.map(storedThreshold);
}

/**
 * Inserts or replaces the threshold of a metric, type and bound. Undefined `notes` keep the stored notes.
 */
export async function saveThreshold(
  tx: Transaction,
  organizationId: number,
  { metric, type, bound, value, notes }: Threshold & { readonly notes?: string | null | undefined },
  { at, actor }: { readonly at: Date; readonly actor: string },
): Promise<StoredThreshold> {
  const key = { organizationId, metricName: metric, thresholdType: type, bound };
  const noted = notes === undefined ? {} : { notes };
  const set = { thresholdValue: value.toFixed(), updatedAt: at, updatedBy: actor, ...noted };
  const row = await tx.threshold.upsert({
    where: { organizationId_metricName_thresholdType_bound: key },
    create: { ...key, ...set, createdAt: at },
    update: set,
  });
  return storedThreshold(row);
}

/** Removes a threshold. @returns its value, or null if there was none */
export async function deleteThreshold(
  tx: Transaction,
  organizationId: number,
  { metric, type, bound }: Omit<Threshold, 'value'>,
): Promise<Decimal | null> {
  const where = { organizationId, metricName: metric, thresholdType: type, bound };
  const row = await tx.threshold.findFirst({ where: where });
  if (!row) return null;
  await tx.threshold.deleteMany({ where });
  return toDecimal(row.thresholdValue);
}

function storedThreshold(row: ThresholdModel): StoredThreshold {
  return {
    metric: row.metricName,
    type: row.thresholdType as ThresholdType,
    bound: row.bound as Bound,
    value: toDecimal(row.thresholdValue),
    notes: row.notes,
    updatedAt: row.updatedAt,
    updatedBy: row.updatedBy,
  };
}
