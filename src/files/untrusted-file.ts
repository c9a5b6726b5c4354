import { sumStatement } from '#src/core/books/statement.ts';
import { statementProblem, type TiedStatement } from '#src/core/books/statement-tie.ts';
import { Decimal } from '#src/core/number.ts';
import { type ReadingLimits, readInThread } from './file-thread.ts';
import type { IifAccount } from './iif-chart.ts';
import type { StatementFile } from './statement-file.ts';

/** A statement of 3,000 accounts and 36 months, 1.8 MB, takes 1.3 s of CPU time. */
const LIMITS: ReadingLimits = { timeoutMs: 20_000, megabytes: 512 };

/** A file that was read: statements with their problems, or the accounts of an IIF list. */
export type UntrustedFile = { readonly file: StatementFile } | { readonly accounts: readonly IifAccount[] };

/**
 * Reads a profit and loss export that anybody may have made (`readStatementFile`, `readIifChart`), in a thread of its own. A file
 * that is not understood has problems; nothing is thrown for what is in it.
 */
export async function readUntrustedFile(bytes: Uint8Array, limits: ReadingLimits = LIMITS): Promise<UntrustedFile> {
  const answer = await readInThread({ kind: 'statement', bytes }, limits);
  if ('accounts' in answer) return answer;
  if ('file' in answer) return { file: revived(answer.file) };
  if ('tables' in answer) throw new TypeError('The thread has read tables instead of a statement');
  const { where, message } = answer.refused;
  return { file: { statements: [], problems: [statementProblem(where, message)], notes: [] } };
}

/** The decimals of a StatementFile that was written as JSON. */
function revived(json: string): StatementFile {
  const { statements, ...rest } = JSON.parse(json) as StatementFile;
  return { ...rest, statements: statements.map((each) => ({ ...each, result: revivedResult(each.result) })) };
}

function revivedResult(result: TiedStatement): TiedStatement {
  if (result.tied) {
    const lines = result.lines.map((line) => ({ ...line, amount: new Decimal(line.amount) }));
    return { tied: true, lines, sums: sumStatement(lines) };
  }
  const amount = (value: Decimal | null) => (value === null ? null : new Decimal(value));
  const problems = result.problems.map(({ sum, total, ...rest }) => ({
    ...{ ...rest, sum: amount(sum), total: amount(total) },
  }));
  return { tied: false, problems };
}
