import { CommanderError } from 'commander';
import { secretsOf } from '#src/config/secrets.ts';
import { MetricNotFoundError, QbrError } from '#src/core/errors.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { similarNames } from '#src/core/metrics/similar-names.ts';
import { createProgramRedactor } from '#src/log/redaction.ts';
import { BackupError, MigrationError } from '#src/store/engine/errors.ts';
import { EXIT, type ExitStatus, exitStatusOf } from './exit-status.ts';
import type { Terminal } from './terminal.ts';

interface FailureOutput {
  readonly isJson: boolean;
  readonly terminal: Terminal;
  readonly secrets: readonly string[];
  /** The message for an unexpected error, which refers to the log. */
  readonly unexpected: string;
}

/** Output settings for the errors of a command in this process. */
export function failureOutput(
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
): Pick<FailureOutput, 'terminal' | 'secrets' | 'unexpected'> {
  const log = environment['QBR_LOG_FILE'];
  const isLogShown = !terminal.stderr.isTTY;
  const unexpected = isLogShown
    ? 'Unexpected error; see the log above for details.'
    : 'Unexpected error. For details, set QBR_LOG_FILE=./qbr.log and try again.';
  return {
    terminal,
    secrets: secretsOf(environment),
    unexpected: log ? `Unexpected error; see ${log} for details.` : unexpected,
  };
}

/** Prints an error on stderr, with `--json` also as the JSON document on stdout; without stacks and secrets. */
export function printFailure(error: unknown, { isJson, terminal, secrets, unexpected }: FailureOutput): ExitStatus {
  const status = exitStatusOf(error);
  const { text } = createProgramRedactor(secrets);
  const message = text(messageOf(error, status, unexpected));
  terminal.printError(`qbr: ${message}`);
  if (isJson) {
    terminal.printJson({ error: { message, ...codeOf(error) } });
  }
  return status ?? EXIT.failed;
}

function codeOf(error: unknown): object {
  if (error instanceof QbrError) return { code: error.code, field: error.field };
  if (error instanceof MigrationError || error instanceof BackupError) return { code: error.code };
  return {};
}

function messageOf(error: unknown, status: ExitStatus | null, unexpected: string): string {
  if (error instanceof CommanderError) return `${error.message.replace(/^error: /, '')}. Try qbr help.`;
  if (error instanceof MetricNotFoundError) return `${error.message}${suggestion(error.key)}`;
  if (status !== null && error instanceof Error) return error.message;
  return unexpected;
}

/** Suggests the metrics that share the most words with an unknown name. */
function suggestion(name: string): string {
  const similar = similarNames(name, METRICS);
  return similar.length > 0 ? `. Did you mean ${similar.map(({ key }) => key).join(', ')}?` : '';
}
