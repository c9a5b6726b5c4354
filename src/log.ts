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
  return pino(
    { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    multistream(streams.map((stream) => ({ stream, level: 'trace' }))),
  );
}
