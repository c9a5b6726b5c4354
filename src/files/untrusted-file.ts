import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import pLimit from 'p-limit';
import { sumStatement } from '#src/core/books/statement.ts';
import { type StatementProblem, statementProblem, type TiedStatement } from '#src/core/books/statement-tie.ts';
import { Decimal } from '#src/core/number.ts';
import { packageRoot } from '#src/package-root.ts';
import type { IifAccount } from './iif-chart.ts';
import type { StatementFile } from './statement-file.ts';

/** What the thread may use. */
export interface ReadingLimits {
  readonly timeoutMs: number;
  readonly megabytes: number;
}

/** A statement of 3,000 accounts and 36 months, 1.8 MB, takes 1.3 s of CPU time. */
const LIMITS: ReadingLimits = { timeoutMs: 20_000, megabytes: 512 };
/** Threads at once; further files wait. */
const MAX_THREADS = 2;
/** Built with the program (ops/build/program.config.mjs), and the same for the sources under test. */
const ENTRY = 'dist/program/file-worker.js';

/** A file that was read: statements with their problems, or the accounts of an IIF list. */
export type UntrustedFile = { readonly file: StatementFile } | { readonly accounts: readonly IifAccount[] };

/** What the thread sends; `file` is a StatementFile as JSON. */
export type WorkerAnswer =
  | { readonly file: string }
  | { readonly accounts: readonly IifAccount[] }
  | { readonly refused: Pick<StatementProblem, 'where' | 'message'> };

const limited = pLimit(MAX_THREADS);

/**
 * Reads a file that anybody may have made (`readStatementFile`, `readIifChart`), in a thread of its own that ends when it
 * takes too much time or memory. A file that is not understood has problems; nothing is thrown for what is in it.
 */
export function readUntrustedFile(bytes: Uint8Array, limits: ReadingLimits = LIMITS): Promise<UntrustedFile> {
  return limited(async () => {
    const answer = await askThread(bytes, limits);
    if ('accounts' in answer) return answer;
    if ('file' in answer) return { file: revived(answer.file) };
    const { where, message } = answer.refused;
    return { file: { statements: [], problems: [statementProblem(where, message)], notes: [] } };
  });
}

async function askThread(bytes: Uint8Array, { timeoutMs, megabytes }: ReadingLimits): Promise<WorkerAnswer> {
  const copy = Uint8Array.from(bytes);
  const thread = new Worker(join(packageRoot(), ENTRY), {
    workerData: copy,
    transferList: [copy.buffer],
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
    // No secrets, and no way to the output of a command.
    ...{ env: {}, execArgv: [], stdout: true, stderr: true },
  });
  try {
    const [answer] = (await once(thread, 'message', { signal: AbortSignal.timeout(timeoutMs) })) as [WorkerAnswer];
    return answer;
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    if (name === 'AbortError') return refused(`The file takes more than ${timeoutMs / 1_000} s to read`);
    if (code === 'ERR_WORKER_OUT_OF_MEMORY')
      return refused(`The file takes more than ${megabytes} MB of memory to read`);
    throw error;
  } finally {
    await thread.terminate();
  }
}

function refused(message: string): WorkerAnswer {
  return { refused: { where: null, message } };
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
