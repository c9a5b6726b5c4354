import { z } from '@hono/zod-openapi';
import type { MetricChange } from '#src/core/metrics/stored-value.ts';
import { flagParameter, nameField, organizationParameter } from '#src/rest/fields.ts';
import { defineRoute } from '#src/rest/route.ts';
import { importBooks, requireAccepted } from '#src/service/books/import-books.ts';
import type { BooksFileStatement } from '#src/service/books/read-books-file.ts';

const amount = z.number().openapi({ example: 98200 });
const day = z.string().openapi({ example: '2025-11-01' });

const statement = z
  .object({
    period: z.string().nullable().openapi({ description: 'Null for a column that is not exactly one month.' }),
    from: day,
    to: day,
    basis: z.enum(['accrual', 'cash']).nullable(),
    currency: z.string().nullable(),
    totals: z.object({
      ...{ income: amount, cogs: amount, expense: amount },
      ...{ other_income: amount, other_expense: amount, net_income: amount },
    }),
    lines: z.array(
      z.object({
        account: z.string(),
        number: z.string().nullable(),
        section: z.enum(['income', 'cogs', 'expense', 'other income', 'other expense']),
        amount,
      }),
    ),
  })
  .openapi('BooksStatement');

const imported = z
  .object({
    file_name: z.string(),
    stored: z.boolean(),
    mapping: z
      .enum(['none', 'proposed', 'confirmed'])
      .openapi({ description: 'Values follow once the mapping of accounts is confirmed.' }),
    statements: z.array(statement),
    problems: z.array(z.object({ where: z.string(), message: z.string() })),
    notes: z.array(z.string()),
    months: z
      .array(z.object({ period: z.string(), version: z.int(), is_new: z.boolean(), notes: z.string() }))
      .openapi({ description: 'What becomes of the statement of each month; empty where anything was refused.' }),
    changes: z.array(
      z.object({
        period: z.string(),
        metric_name: z.string(),
        before: amount.nullable(),
        after: amount.nullable(),
      }),
    ),
    derived_changes: z.int(),
  })
  .openapi('BooksImport');

export const booksStatements = defineRoute({
  method: 'post',
  path: '/books/statements',
  permission: 'books:manage',
  summary: 'Imports the months of a profit and loss export of QuickBooks',
  description:
    'The body is the file: XLSX, CSV, or the JSON of QuickBooks Online’s report; a list of accounts (IIF) as CSV proposes a mapping. All or nothing: `errors` lists every refused line or cell. With `dryRun=true` nothing is stored, and what was refused is in `problems`.',
  query: z.strictObject({
    organization_id: organizationParameter,
    dryRun: flagParameter.optional(),
    file_name: nameField.optional().openapi({ description: 'Name of the file; stored with its statements.' }),
  }),
  takesFile: true,
  data: imported,
  errors: ['INVALID_VALUE', 'INVALID_PARAMETER', 'ORGANIZATION_NOT_FOUND'],
  async answer({ query, file, scope }) {
    const { organization_id, dryRun = false, file_name = file.name ?? 'statement' } = query;
    const given = { bytes: file.bytes, fileName: file_name, dryRun };
    const result = requireAccepted(await importBooks(scope(organization_id), given), given);
    return {
      file_name: result.fileName,
      stored: result.stored,
      mapping: result.mapping,
      statements: result.statements.map(statementOf),
      problems: [...result.problems],
      notes: [...result.notes],
      months: result.months.map(({ month, version, isNew, notes }) => ({
        period: month,
        version,
        is_new: isNew,
        notes,
      })),
      changes: result.changes.map(changeOf),
      derived_changes: result.derivedChanges,
    };
  },
});

function statementOf({ totals, lines, ...rest }: BooksFileStatement) {
  return {
    ...rest,
    totals: {
      income: Number(totals.income),
      cogs: Number(totals.cogs),
      expense: Number(totals.expense),
      other_income: Number(totals.otherIncome),
      other_expense: Number(totals.otherExpense),
      net_income: Number(totals.netIncome),
    },
    lines: lines.map((line) => ({ ...line, amount: Number(line.amount) })),
  };
}

function changeOf({ month, metric, before, after }: MetricChange) {
  return {
    ...{ period: month, metric_name: metric },
    before: before === null ? null : before.value.toNumber(),
    after: after === null ? null : after.value.toNumber(),
  };
}
