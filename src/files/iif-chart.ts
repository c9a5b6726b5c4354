import { CsvError, parse } from 'csv-parse/sync';
import { sectionOfType } from '#src/core/books/mapping-proposal.ts';
import type { StatementSection } from '#src/core/books/statement.ts';
import { FileError } from './file-error.ts';
import { MAX_ROWS } from './grid.ts';
import { decodeText } from './text-encoding.ts';

/** An account of an IIF list. */
export interface IifAccount {
  /** Full name, `Parent:Child`. */
  readonly account: string;
  readonly accountId: null;
  readonly number: string | null;
  readonly section: StatementSection;
  readonly specialType: string | null;
}

/** `EXTRA` of the list, in the words of Desktop's SpecialAccountType. */
const SPECIAL_TYPES: ReadonlyMap<string, string> = new Map([
  ['UNCATEXP', 'UncategorizedExpenses'],
  ['UNCATINC', 'UncategorizedIncome'],
  ['COGS', 'CostOfGoodsSold'],
]);

/**
 * Reads the income and expense accounts of a chart exported by QuickBooks Desktop as IIF. It holds lists and balances, so
 * it proposes a mapping and never makes a month.
 * @throws FileError for anything else
 */
export function readIifChart(bytes: Uint8Array): IifAccount[] {
  const records = recordsOf(decodeText(bytes).text);
  const header = records.find(([kind]) => kind === '!ACCNT');
  if (!header) throw new FileError('The file is no IIF list of accounts: a line !ACCNT is missing');
  const cell = (record: readonly string[], name: string) => {
    const column = header.indexOf(name);
    return column === -1 ? '' : (record[column] ?? '').trim();
  };
  return records
    .filter(([kind]) => kind === 'ACCNT')
    .flatMap((record) => {
      const section = sectionOfType(cell(record, 'ACCNTTYPE'));
      const account = cell(record, 'NAME');
      if (section === null || account === '') return [];
      const specialType = SPECIAL_TYPES.get(cell(record, 'EXTRA')) ?? null;
      return [{ account, accountId: null, number: cell(record, 'ACCNUM') || null, section, specialType }];
    });
}

function recordsOf(text: string): string[][] {
  try {
    return parse(text, {
      delimiter: '\t',
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: MAX_ROWS,
    });
  } catch (error) {
    if (error instanceof CsvError) throw new FileError(error.message);
    throw error;
  }
}
