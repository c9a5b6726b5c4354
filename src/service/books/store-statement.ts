import { QbxmlError, type QbxmlMessage } from '#src/collect/quickbooks-desktop/qbxml-answer.ts';
import { readReport } from '#src/collect/quickbooks-desktop/qbxml-report.ts';
import { readQbxmlRows } from '#src/collect/quickbooks-desktop/qbxml-rows.ts';
import { withAccounts } from '#src/core/books/chart-of-accounts.ts';
import type { DesktopAccount } from '#src/core/books/desktop-company.ts';
import { moneyText } from '#src/core/books/money.ts';
import { compareStatements, type Statement, type StatementBasis, sumStatement } from '#src/core/books/statement.ts';
import type { WebConnectorSession } from '#src/core/books/web-connector-session.ts';
import { type Month, periodLabel } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import { succeedEntries } from '#src/store/collection-log.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { type SavedStatement, saveStatement } from '#src/store/statements.ts';
import type { BooksSettings } from './settings.ts';

/** A month's statement as QuickBooks sent it, or why it is refused. */
export type StatementReading =
  | { readonly statement: Statement; readonly refusal: null }
  | { readonly statement: null; readonly refusal: string };

/**
 * Reads the answer to a month's request. A statement that does not tie, or is in another basis than asked, is refused whole.
 * @param chart null where the chart of accounts is not known
 */
export function readStatementAnswer(
  message: QbxmlMessage,
  asked: { readonly month: Month; readonly basis: StatementBasis; readonly chart: readonly DesktopAccount[] | null },
): StatementReading {
  if (message.refusal !== null) return refused(asked.month, message.refusal);
  try {
    const report = readReport(message);
    if (report.basis !== null && report.basis !== asked.basis) {
      return refused(asked.month, `QuickBooks answered on ${report.basis} basis, but ${asked.basis} was asked for.`);
    }
    const tied = readQbxmlRows(report.rows, report.amountColumn);
    if (!tied.tied) return refused(asked.month, problemsText(tied.problems));
    const lines = withAccounts(tied.lines, asked.chart ?? []);
    return { statement: { month: asked.month, basis: asked.basis, currency: null, lines }, refusal: null };
  } catch (error) {
    if (error instanceof QbxmlError) return refused(asked.month, error.message);
    throw error;
  }
}

function refused(month: Month, reason: string): StatementReading {
  return { statement: null, refusal: `The statement of ${periodLabel(month)} was refused. ${reason}` };
}

const MAX_PROBLEMS = 5;

function problemsText(problems: readonly { readonly where: string | null; readonly message: string }[]): string {
  const shown = problems
    .slice(0, MAX_PROBLEMS)
    .map(({ where, message }) => (where === null ? message : `${where}: ${message}`));
  const more = problems.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? `; and ${counted(more, 'more problem')}` : ''}.`;
}

/** Stores a month's statement with the log row of its run. */
export async function storeStatement(
  tx: Transaction,
  { database, organizationId }: BooksSettings,
  {
    session: { runId },
    statement,
    at,
  }: {
    readonly session: WebConnectorSession;
    readonly statement: Statement;
    readonly at: Date;
  },
): Promise<SavedStatement> {
  const vendorId = database.vendorIds.quickbooks;
  const origin = { vendorId, source: 'web_connector', runId, import: null } as const;
  const saved = await saveStatement(tx, organizationId, { statement, origin, at });
  const result = { month: statement.month, metricsCollected: 0, notes: notesOf(statement, saved) };
  await succeedEntries(tx, { organizationId, runId, vendorId }, [result], at);
  return saved;
}

function notesOf(statement: Statement, { version, previous, isNew }: SavedStatement): string {
  const { netIncome } = sumStatement(statement.lines);
  const content = `${counted(statement.lines.length, 'account')}, Net Income ${moneyText(netIncome)}, ${statement.basis} basis.`;
  if (!isNew) return `The statement is the same as version ${version}: ${content}`;
  if (!previous) return `Stored the first statement: ${content}`;
  const differences = compareStatements(previous.lines, statement.lines);
  const named = differences.slice(0, MAX_PROBLEMS).map(({ account, before, after }) => {
    const text = (amount: typeof before) => (amount === null ? 'absent' : moneyText(amount));
    return `${account} ${text(before)} → ${text(after)}`;
  });
  const more = differences.length - named.length;
  const list = named.length === 0 ? 'no amount differs' : named.join(', ');
  return `Stored version ${version}: ${content} Compared with version ${previous.version}: ${list}${more > 0 ? `, and ${more} more` : ''}.`;
}
