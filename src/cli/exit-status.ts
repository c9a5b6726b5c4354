import { CommanderError } from 'commander';
import { VendorError } from '#src/collect/vendor-error.ts';
import { ConfigError } from '#src/config/config-error.ts';
import { QbrError, RunInProgressError } from '#src/core/errors.ts';
import { ListenError } from '#src/http/listen-error.ts';
import type { CollectionReport } from '#src/service/collection/collection.ts';
import { BackupError, DatabaseInUseError, DatabaseUnavailableError, MigrationError } from '#src/store/engine/errors.ts';

/** Exit statuses; documented and stable. */
export const EXIT = {
  done: 0,
  /** The command failed. */
  failed: 1,
  /** One vendor failed, another succeeded. */
  partial: 2,
  /** Invalid input or configuration. */
  unusable: 3,
  /** Another run is in progress. */
  busy: 4,
} as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** The configuration or environment prevents a command from starting. */
export class SetUpError extends Error {
  constructor(message: string, options?: { cause: unknown }) {
    super(message, options);
    this.name = 'SetUpError';
  }
}

/** The user or the system stopped the command. */
export class StoppedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StoppedError';
  }
}

/** The server that ran a command for this process ended before the command did. */
export class ServerStoppedError extends Error {
  constructor({ ownerPid, ownerCommand }: DatabaseInUseError, options?: { cause: unknown }) {
    super(
      `Process ${ownerPid} (${ownerCommand}), which ran this command, ended before the command did. Some changes may be stored: check qbr status.`,
      options,
    );
    this.name = 'ServerStoppedError';
  }
}

type ErrorClass<T extends Error> = abstract new (...args: never[]) => T;

/** A class of expected errors, whose messages are written for users. */
interface Failure {
  readonly is: (error: unknown) => boolean;
  readonly status: (error: unknown) => ExitStatus;
}

function failure<T extends Error>(type: ErrorClass<T>, status: ExitStatus | ((error: T) => ExitStatus)): Failure {
  return {
    is: (error) => error instanceof type,
    status: (error) => (typeof status === 'function' ? status(error as T) : status),
  };
}

/** All expected errors; the first match applies. Other errors are unexpected: they are logged and printed without details. */
const FAILURES: readonly Failure[] = [
  failure(CommanderError, ({ exitCode }) => (exitCode === 0 ? EXIT.done : EXIT.unusable)),
  failure(ConfigError, EXIT.unusable),
  failure(SetUpError, EXIT.unusable),
  failure(DatabaseInUseError, (error) => (isCollecting(error) ? EXIT.busy : EXIT.unusable)),
  failure(MigrationError, EXIT.unusable),
  failure(BackupError, EXIT.unusable),
  failure(ListenError, EXIT.unusable),
  // While opening the program, it is a SetUpError.
  failure(DatabaseUnavailableError, EXIT.failed),
  failure(VendorError, EXIT.failed),
  failure(StoppedError, EXIT.failed),
  failure(ServerStoppedError, EXIT.failed),
  failure(RunInProgressError, EXIT.busy),
  failure(QbrError, EXIT.unusable),
];

const COLLECTING_COMMANDS: readonly (string | undefined)[] = ['qbr collect', 'qbr backfill'];

/** A collecting command that has just opened the database has not recorded its activity yet. */
function isCollecting({ activity, ownerCommand }: DatabaseInUseError): boolean {
  return activity?.startsWith('collecting') === true || COLLECTING_COMMANDS.includes(ownerCommand);
}

/** The exit status of an expected error; null for an unexpected one. */
export function exitStatusOf(error: unknown): ExitStatus | null {
  return FAILURES.find(({ is }) => is(error))?.status(error) ?? null;
}

/** The exit status of a completed collection. */
export function exitStatusOfRun(status: CollectionReport['status']): ExitStatus {
  switch (status) {
    case 'success':
      return EXIT.done;
    case 'partial':
      return EXIT.partial;
    case 'failed':
      return EXIT.failed;
  }
}
