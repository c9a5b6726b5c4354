import type { MetricChange, NewValue } from '#src/core/metrics/stored-value.ts';
import { Decimal } from '#src/core/number.ts';
import type { Month } from '#src/core/period.ts';
import type { Reader, Transaction } from '#src/store/engine/database.ts';
import { type IdPage, idPageQuery } from '#src/store/engine/id-page.ts';
import type { Import } from '#src/store/generated/prisma/client.ts';

/** A file of values that was imported. */
export interface StoredImport {
  readonly id: number;
  /** Without folders. */
  readonly fileName: string;
  /** In hexadecimal digits. */
  readonly fileSha256: string;
  readonly fileBytes: number;
  readonly appliedAt: Date;
  readonly appliedBy: string;
  /** How many values it stored or released, without those that were recalculated. */
  readonly changeCount: number;
  /** Null unless it was undone. */
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
}

/** An import with the values that it stored or released. */
export interface ImportWithChanges extends StoredImport {
  readonly changes: readonly ImportedChange[];
}

/** A value before and after an import; null where it was absent. */
export interface ImportedChange {
  readonly month: Month;
  readonly metric: string;
  readonly before: NewValue | null;
  readonly after: NewValue | null;
}

/** An import to record. */
export interface NewImport
  extends Pick<StoredImport, 'fileName' | 'fileSha256' | 'fileBytes' | 'appliedAt' | 'appliedBy'> {
  readonly changes: readonly MetricChange[];
}

/** Records an import. @returns its id */
export async function insertImport(
  tx: Transaction,
  organizationId: number,
  { changes, ...rest }: NewImport,
): Promise<number> {
  const documents = changes.map(({ month, metric, before, after }) => {
    return { month, metric, before: valueDocument(before), after: valueDocument(after) };
  });
  const { id } = await tx.import.create({
    data: { organizationId, ...rest, changes: documents, changeCount: documents.length },
  });
  return id;
}

/** An import; null if there is none of that id. */
export async function readImport(
  reader: Reader,
  organizationId: number,
  id: number,
): Promise<ImportWithChanges | null> {
  const row = await reader.import.findFirst({ where: { organizationId, id } });
  if (!row) return null;
  const { organizationId: _, changes, ...rest } = row;
  return { ...rest, changes: storedChanges(changes) };
}

/** A page of imports, newest first. */
export async function readImportPage(reader: Reader, organizationId: number, page: IdPage): Promise<StoredImport[]> {
  const { where, ...rest } = idPageQuery(page);
  return reader.import.findMany({
    where: { organizationId, ...where },
    ...rest,
    omit: { organizationId: true, changes: true },
  });
}

/** Marks an import as undone. @returns false if it was undone before */
export async function markUndone(
  tx: Transaction,
  organizationId: number,
  { id, at, by }: { readonly id: number; readonly at: Date; readonly by: string },
): Promise<boolean> {
  const { count } = await tx.import.updateMany({
    where: { organizationId, id, undoneAt: null },
    data: { undoneAt: at, undoneBy: by },
  });
  return count > 0;
}

type ValueDocument = Record<'value' | 'source', string> &
  Record<'collectedAt' | 'enteredBy' | 'notes', string | null> & { readonly vendorId: number | null };

function valueDocument(stored: NewValue | null): ValueDocument | null {
  if (stored === null) return null;
  const { value, source, vendorId, collectedAt, enteredBy, notes } = stored;
  return {
    value: value.toFixed(),
    source,
    vendorId,
    collectedAt: collectedAt?.toISOString() ?? null,
    enteredBy,
    notes,
  };
}

function storedChanges(changes: Import['changes']): ImportedChange[] {
  // Written by `insertImport` alone.
  const documents = changes as unknown as readonly (Pick<ImportedChange, 'month' | 'metric'> &
    Record<'before' | 'after', ValueDocument | null>)[];
  return documents.map(({ month, metric, before, after }) => {
    return { month, metric, before: storedValue(before), after: storedValue(after) };
  });
}

function storedValue(document: ValueDocument | null): NewValue | null {
  if (document === null) return null;
  const { value, source, collectedAt, ...rest } = document;
  return {
    ...rest,
    value: new Decimal(value),
    source: source as NewValue['source'],
    collectedAt: collectedAt === null ? null : new Date(collectedAt),
  };
}
