import { Decimal } from '#src/core/number.ts';
import { cellAt, type Table, textOf } from './table.ts';
import { SHEETS } from './workbook-sheets.ts';

/** The values of an exported workbook at the time of the export, by which its import sees what was edited. */
export interface BaseValues {
  /** Null for a value that was absent. */
  valueOf(month: string, key: string): Decimal | null;
  /** Keys of every metric that had a value, custom ones included. */
  readonly keys: ReadonlySet<string>;
  /** Id of the organization that was exported; null if the sheet does not say. */
  readonly organizationId: number | null;
}

const PLAIN = /^-?\d{1,15}(\.\d{1,10})?$/;

/** The base of an exported workbook; null for any other file. */
export function baseValues(tables: readonly Table[]): BaseValues | null {
  const table = tables.find(({ name }) => name === SHEETS.base);
  if (!table || !tables.some(({ name }) => name === SHEETS.review)) return null;
  const row = table.rows.findIndex((cells) => ['Metric', 'Month', 'Value'].every((name) => cells.includes(name)));
  if (row === -1) return null;
  const [metric = 0, month = 0, value = 0] = ['Metric', 'Month', 'Value'].map((name) => table.rows[row]?.indexOf(name));
  const values = new Map<string, Decimal>();
  const keys = new Set<string>();
  for (let each = row + 1; each < table.rows.length; each += 1) {
    const [key, period] = [metric, month].map((column) => textOf(cellAt(table, { row: each, column })));
    const text = String(cellAt(table, { row: each, column: value }) ?? '');
    if (!key || !period || !PLAIN.test(text)) continue;
    values.set(`${period} ${key}`, new Decimal(text));
    keys.add(key);
  }
  const organizationId = propertyOf(table, 'Organization');
  return { valueOf: (period, key) => values.get(`${period} ${key}`) ?? null, keys, organizationId };
}

/** A number that stands beside its name. */
function propertyOf({ rows }: Table, name: string): number | null {
  const row = rows.find((cells) => cells.includes(name));
  const text = String(row?.[row.indexOf(name) + 1] ?? '');
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
