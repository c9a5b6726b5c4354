import { type DestinationStream, type Logger, multistream, pino } from 'pino';

export type { Logger } from 'pino';

/**
 * The program's one logger: JSON lines on `stdout` (or `stderr` for commands whose stdout is data, or `none` where a person
 * watches), and in `file` too.
 * @param options.level least level that is logged
 */
export function createLogger(options: {
  readonly level: string;
  readonly file: string | null;
  readonly stream: 'stdout' | 'stderr' | 'none';
}): Logger {
  const streams: DestinationStream[] = [];
  if (options.stream !== 'none')
    streams.push(pino.destination({ dest: options.stream === 'stdout' ? 1 : 2, sync: true }));
  if (options.file !== null) streams.push(pino.destination({ dest: options.file, mkdir: true, sync: true }));
  // A person who runs a command is told what is wrong; where in the program is for whoever asks for more.
  const withStack = options.stream === 'stdout' || ['trace', 'debug'].includes(options.level);
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => loggedError(error, { withStack }) },
    },
    multistream(streams.map((stream) => ({ stream, level: 'trace' }))),
  );
}

/** How many errors that caused one another are told. */
const CAUSES = 4;

/**
 * What the log says of an error. Only what is named here: errors of database drivers carry whole connections, and what else
 * an error may carry nobody knows.
 */
function loggedError(error: unknown, { withStack, depth = 0 }: { withStack: boolean; depth?: number }): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    type: name,
    message,
    ...(code !== undefined && { code }),
    ...(withStack && { stack }),
    ...(cause !== undefined && depth < CAUSES && { cause: loggedError(cause, { withStack, depth: depth + 1 }) }),
  };
}
