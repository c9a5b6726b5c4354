import { CommanderError } from 'commander';
import { VendorError } from '#src/collect/vendor-error.ts';
import { ConfigError } from '#src/config/config.ts';
import { QbrError, RunInProgressError } from '#src/core/errors.ts';
import { ListenError } from '#src/http/listen-error.ts';
import type { CollectionReport } from '#src/service/collection/collection.ts';
import { DatabaseInUseError, DatabaseUnavailableError, MigrationError } from '#src/store/engine/errors.ts';

/** What the program's exit statuses mean (documented: they do not change). */
export const EXIT = {
  done: 0,
  /** It was tried and failed. */
  failed: 1,
  /** A vendor failed, another one succeeded. */
  partial: 2,
  /** Bad input, or a set-up that cannot be used. */
  unusable: 3,
  /** Another run is under way. */
  busy: 4,
} as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** Something that stops a command before it has begun its work: what is configured cannot be used. */
export class SetUpError extends Error {
  constructor(message: string, options?: { cause: unknown }) {
    super(message, options);
    this.name = 'SetUpError';
  }
}

/** A person or the system asked the command to stop. */
export class StoppedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StoppedError';
  }
}

/** The server that ran a command of this process has ended before the command. */
export class ServerStoppedError extends Error {
  constructor({ ownerPid, ownerCommand }: DatabaseInUseError, options?: { cause: unknown }) {
    super(
      `Process ${ownerPid} (${ownerCommand}), which ran this command, ended before the command had. Some of it may be stored: look at qbr status.`,
      options,
    );
    this.name = 'ServerStoppedError';
  }
}

type ErrorClass<T extends Error> = abstract new (...args: never[]) => T;

/** One kind of expected error; its message was written for the person who reads it. */
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

/** Every expected error, the first that fits counts. All others are unexpected: they are logged, and told as such only. */
const FAILURES: readonly Failure[] = [
  failure(CommanderError, ({ exitCode }) => (exitCode === 0 ? EXIT.done : EXIT.unusable)),
  failure(ConfigError, EXIT.unusable),
  failure(SetUpError, EXIT.unusable),
  failure(DatabaseInUseError, (error) => (isCollecting(error) ? EXIT.busy : EXIT.unusable)),
  failure(MigrationError, EXIT.unusable),
  failure(ListenError, EXIT.unusable),
  // While opening, it is a SetUpError.
  failure(DatabaseUnavailableError, EXIT.failed),
  failure(VendorError, EXIT.failed),
  failure(StoppedError, EXIT.failed),
  failure(ServerStoppedError, EXIT.failed),
  failure(RunInProgressError, EXIT.busy),
  failure(QbrError, EXIT.unusable),
];

const COLLECTING_COMMANDS: readonly (string | undefined)[] = ['qbr collect', 'qbr backfill'];

/** A command that has only just opened the database in order to collect has not noted so yet. */
function isCollecting({ activity, ownerCommand }: DatabaseInUseError): boolean {
  return activity?.startsWith('collecting') === true || COLLECTING_COMMANDS.includes(ownerCommand);
}

/** The exit status of an error that a command ended with; null for an unexpected one. */
export function exitStatusOf(error: unknown): ExitStatus | null {
  return FAILURES.find(({ is }) => is(error))?.status(error) ?? null;
}

/** The exit status of a collection that ran to its end. */
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
