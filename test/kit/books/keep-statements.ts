import type { Statement, StatementLine, StatementSection } from '#src/core/books/statement.ts';
import { Decimal } from '#src/core/number.ts';
import { parseMonth } from '#src/core/period.ts';
import { type StoredStatements, storeStatements } from '#src/service/books/store-statements.ts';
import { write } from '#src/service/scope.ts';
import type { Database } from '#src/store/engine/database.ts';
import { NOW, scopeOn } from '../services.ts';

/** Stores statements as an imported file does. */
export function keepStatements(
  database: Database,
  statements: readonly Statement[],
  at: Date = NOW,
): Promise<StoredStatements> {
  const scope = scopeOn(database, at);
  const vendorId = database.vendorIds.quickbooks;
  const origin = { vendorId, source: 'file', runId: null, import: 'pnl.xlsx' } as const;
  return write(scope, { permission: 'books:manage' }, (tx) =>
    storeStatements(tx, scope, { statements, origin, reason: 'File pnl.xlsx' }),
  );
}

/** A statement in few words: `['income', 'Hosting', '12.34']` is a line, a number before the name is the account's. */
export function statementOf(
  month: string,
  lines: readonly (readonly [section: StatementSection, account: string, amount: string])[],
): Statement {
  return { month: parseMonth(month), basis: 'accrual', currency: 'USD', lines: lines.map(lineOf) };
}

function lineOf([section, label, amount]: readonly [StatementSection, string, string]): StatementLine {
  const [, number = null, account = label] = /^(\d+) (.+)$/.exec(label) ?? [];
  return { account, accountId: null, number, type: null, section, amount: new Decimal(amount) };
}
