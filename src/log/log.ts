import { type DestinationStream, type Logger, multistream, pino } from 'pino';
import { descriptorOutput, fileOutput, type ReportLoss } from './output.ts';
import { createProgramRedactor } from './redaction.ts';

export type { Logger } from 'pino';

/** Names of fields whose values are credentials, wherever in a line they stand and whoever they are of. */
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
/** How deep in a line they are looked for. */
const SECRET_PATHS = SECRET_NAMES.flatMap((name) =>
  ['', '*', '*.*', '*.*.*'].map((parents) =>
    parents === '' || name.startsWith('[') ? parents + name : `${parents}.${name}`,
  ),
);
/** Credentials of HTTP, told by their scheme. */
const HTTP_CREDENTIALS = /\b(Bearer|Basic) +[\w.~+/=-]{8,}/gi;

/**
 * The program's one logger: JSON lines on `stdout` (or `stderr` for commands whose stdout is data, or `none` where a person
 * watches), and in `file` too. Whatever is logged, credentials are taken out of the whole line: by the names of fields, and
 * the configured ones by value. What cannot be written is lost and nothing else: logging never throws.
 * @param options.level least level that is logged
 * @param options.secrets every configured secret
 * @param options.reportLoss tells the operator, once an outage, that lines are lost
 * @param options.onReopen is given what opens the file again, after a rotation
 */
export function createLogger(options: {
  readonly level: string;
  readonly file: string | null;
  readonly stream: 'stdout' | 'stderr' | 'none' | DestinationStream;
  readonly secrets: readonly string[];
  readonly reportLoss?: ReportLoss;
  readonly onReopen?: (reopen: () => void) => void;
}): Logger {
  const { stream, file: path, reportLoss = () => undefined } = options;
  const streams: DestinationStream[] = [];
  if (typeof stream !== 'string') streams.push(stream);
  else if (stream !== 'none') streams.push(descriptorOutput(stream === 'stdout' ? 1 : 2, stream, reportLoss));
  if (path !== null) {
    const file = fileOutput(path, reportLoss);
    streams.push(file);
    options.onReopen?.(file.reopen);
  }
  // A person who runs a command is told what is wrong; where in the program is for whoever asks for more.
  const withStack = options.stream === 'stdout' || ['trace', 'debug'].includes(options.level);
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: SECRET_PATHS,
      hooks: { streamWrite: lineRedactor(options.secrets) },
      serializers: { err: (error: unknown) => loggedError(error, { withStack }) },
    },
    multistream(streams.map((each) => ({ stream: each, level: 'trace' }))),
  );
}

/** Takes secrets out of a finished line, which stays JSON. Level and time are ours and stay what they are. */
function lineRedactor(secrets: readonly string[]): (line: string) => string {
  const { json } = createProgramRedactor(secrets);
  return (line) => {
    const readable = line.replace(HTTP_CREDENTIALS, '$1 ***');
    if (secrets.length === 0) return readable;
    // Its texts, not the line itself: there a secret may stand escaped, and twice where it was quoted before.
    const { level, time, ...rest } = JSON.parse(readable) as Record<string, unknown>;
    return `${JSON.stringify({ level, time, ...(json(rest) as object) })}\n`;
  };
}

/** How many errors that caused one another are told. */
const CAUSES = 4;

/**
 * What the log says of an error. Only what is named here: errors of database drivers carry whole connections, and what else
 * an error may carry nobody knows.
 */
function loggedError(error: unknown, { withStack, depth = 0 }: { withStack: boolean; depth?: number }): unknown {
  if (!(error instanceof Error)) return typeof error === 'object' && error !== null ? undefined : String(error);
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
