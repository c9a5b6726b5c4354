import { type DestinationStream, type Logger, multistream, pino } from 'pino';
import { descriptorOutput, fileOutput, type ReportLoss } from './output.ts';
import { createProgramRedactor } from './redaction.ts';

export type { Logger } from 'pino';

/** Names of fields whose values are credentials, anywhere in a line. */
const SECRET_NAMES = [
  'password',
  'secret',
  'token',
  'apiKey',
  'privateKey',
  'clientSecret',
  'client_secret',
  'access_token',
  'id_token',
  'refresh_token',
  'code_verifier',
  'authorization',
  'cookie',
  '["set-cookie"]',
  '["x-api-key"]',
];
/** Paths of these fields, up to three levels deep. */
const SECRET_PATHS = SECRET_NAMES.flatMap((name) =>
  ['', '*', '*.*', '*.*.*'].map((parents) =>
    parents === '' || name.startsWith('[') ? parents + name : `${parents}.${name}`,
  ),
);
/** HTTP credentials, recognized by their scheme. */
const HTTP_CREDENTIALS = /\b(Bearer|Basic) +[\w.~+/=-]{8,}/gi;

/**
 * The program's logger: JSON lines on `stdout` (`stderr` for commands whose stdout is data, `none` on a terminal), and in
 * `file`. Credentials are redacted in the whole line: by field name, and configured secrets by value. Lines that cannot be
 * written are lost; logging never throws.
 * @param options.level minimum level
 * @param options.secrets every configured secret
 * @param options.reportLoss reports to the operator, once per outage, that lines are lost
 * @param options.onReopen receives a function that reopens the file after a rotation
 * @param options.traceId the trace that a line belongs to; absent where nothing is traced
 */
export function createLogger(options: {
  readonly level: string;
  readonly file: string | null;
  readonly stream: 'stdout' | 'stderr' | 'none' | DestinationStream;
  readonly secrets: readonly string[];
  readonly reportLoss?: ReportLoss;
  readonly onReopen?: (reopen: () => void) => void;
  readonly traceId?: () => string | null;
}): Logger {
  const { stream, file: path, reportLoss = () => undefined, traceId } = options;
  const streams: DestinationStream[] = [];
  if (typeof stream !== 'string') streams.push(stream);
  else if (stream !== 'none') streams.push(descriptorOutput(stream === 'stdout' ? 1 : 2, stream, reportLoss));
  if (path !== null) {
    const file = fileOutput(path, reportLoss);
    streams.push(file);
    options.onReopen?.(file.reopen);
  }
  // Stacks are for servers and debugging, not for the output of a command.
  const withStack = options.stream === 'stdout' || ['trace', 'debug'].includes(options.level);
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: SECRET_PATHS,
      ...(traceId && { mixin: () => traceField(traceId()) }),
      hooks: { streamWrite: lineRedactor(options.secrets) },
      serializers: { err: (error: unknown) => loggedError(error, { withStack }) },
    },
    multistream(streams.map((each) => ({ stream: each, level: 'trace' }))),
  );
}

function traceField(traceId: string | null): object {
  return traceId === null ? {} : { traceId };
}

/** Redacts a finished JSON line, except its level and time. */
function lineRedactor(secrets: readonly string[]): (line: string) => string {
  const { json } = createProgramRedactor(secrets);
  return (line) => {
    const readable = line.replace(HTTP_CREDENTIALS, '$1 ***');
    if (secrets.length === 0) return readable;
    // The line's values, not its text, in which a secret may be escaped once or twice.
    const { level, time, ...rest } = JSON.parse(readable) as Record<string, unknown>;
    return `${JSON.stringify({ level, time, ...(json(rest) as object) })}\n`;
  };
}

/** Maximum depth of an error's causes. */
const MAX_CAUSES = 4;

/** The logged fields of an error. Other properties are dropped: errors of database drivers contain whole connections. */
function loggedError(error: unknown, { withStack, depth = 0 }: { withStack: boolean; depth?: number }): unknown {
  if (!(error instanceof Error)) return typeof error === 'object' && error !== null ? undefined : String(error);
  const { name, message, stack, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    type: name,
    message,
    ...(code !== undefined && { code }),
    ...(withStack && { stack }),
    ...(cause !== undefined && depth < MAX_CAUSES && { cause: loggedError(cause, { withStack, depth: depth + 1 }) }),
  };
}
