import { Decimal } from '#src/core/number.ts';
import { builder } from '#src/graphql/builder.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import type { BooksFileStatement as FileStatement } from '#src/service/books/read-books-file.ts';
import type { StoredMonth } from '#src/service/books/store-statements.ts';
import { StatementBasis, StatementSection } from './statement.ts';

const FileTotals = builder.objectRef<FileStatement['totals']>('BooksFileTotals').implement({
  description: 'The sums of a statement of a file, in dollars.',
  fields: (t) => {
    const sum = (name: keyof FileStatement['totals'], description: string) =>
      t.field({ type: 'Decimal', description, resolve: (totals) => new Decimal(totals[name]) });
    return {
      income: sum('income', 'Sum of the income.'),
      cogs: sum('cogs', 'Sum of the cost of goods sold.'),
      expense: sum('expense', 'Sum of the expenses.'),
      otherIncome: sum('otherIncome', 'Sum of other income.'),
      otherExpense: sum('otherExpense', 'Sum of other expenses.'),
      netIncome: sum('netIncome', 'Net Income of the statement.'),
    };
  },
});

const FileLine = builder.objectRef<FileStatement['lines'][number]>('BooksFileLine').implement({
  description: 'The money of one account in a statement of a file.',
  fields: (t) =>
    exposed(t, {
      account: ['String', 'Full name, `Parent:Child`, without numbers.'],
      number: [nullable('String'), 'Account number; null if it has none.'],
      section: [StatementSection, 'Section of the statement.'],
      amount: t.field({
        type: 'Decimal',
        description: 'Amount in dollars, with the sign of the statement.',
        resolve: ({ amount }) => new Decimal(amount),
      }),
    }),
});

export const BooksFileStatement = builder.objectRef<FileStatement>('BooksFileStatement').implement({
  description: 'A column of a file: a statement that ties to its printed totals, to the cent.',
  fields: (t) =>
    exposed(t, {
      period: t.field({
        type: 'Period',
        nullable: true,
        description: 'The month; null for a column that is not exactly one month, which is not stored.',
        resolve: ({ period }) => period,
      }),
      from: ['String', 'First day, `YYYY-MM-DD`.'],
      to: ['String', 'Last day, `YYYY-MM-DD`.'],
      basis: [nullable(StatementBasis), 'Accounting basis; null if the file does not name it.'],
      currency: [nullable('String'), 'ISO 4217 code, such as `USD`; null if the file does not name it.'],
      totals: [FileTotals, 'Its sums.'],
      lines: [[FileLine], 'Its lines, in the order of the file.'],
    }),
});

export const ImportedMonth = builder.objectRef<StoredMonth>('ImportedMonth').implement({
  description: 'What becomes of the statement of a month.',
  fields: (t) =>
    exposed(t, {
      period: t.field({ type: 'Period', description: 'The month.', resolve: ({ month }) => month }),
      version: ['Int', 'Number of the statement within its month.'],
      isNew: ['Boolean', 'False if it says the same as the newest version, which is then confirmed.'],
      notes: ['String', 'What a person should know, in sentences.'],
    }),
});
