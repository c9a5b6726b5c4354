/**
 * What can be wrong with a database before anything is asked of it. These stop a command or the start of the server and
 * are told to the operator, so their messages are whole sentences that say what to do and never contain a password.
 */
class StoreError extends Error {
  constructor(message: string, options?: { cause: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The database cannot be reached, opened or used: no server, a wrong password, a server too old, a folder not writable. */
export class DatabaseUnavailableError extends StoreError {}

/** The migrations of this program and of the database do not fit together, or one of them failed; nothing was applied. */
export class MigrationError extends StoreError {}

/** Where the process that holds an embedded database takes commands, and what proves that one may read the data folder. */
export interface CommandEndpoint {
  /** A Unix domain socket, or a port of 127.0.0.1. */
  readonly address: { readonly path: string } | { readonly port: number };
  readonly secret: string;
}

/** Who holds the embedded database, as far as its lock file says. */
export interface DatabaseOwner {
  readonly pid: number;
  /** The command as a person typed it, such as `qbr serve`. */
  readonly command: string;
  /** ISO instant at which it opened the database. */
  readonly since: string;
  /** What it is busy with, such as a running collection. */
  readonly activity?: string | undefined;
  /** Where it takes commands; null while it is starting or stopping, undefined where it never does. */
  readonly commands?: CommandEndpoint | null | undefined;
}

/** Another process has the embedded database open. PGlite allows one process at a time. */
export class DatabaseInUseError extends StoreError {
  readonly ownerPid: number | undefined;
  readonly ownerCommand: string | undefined;
  readonly since: string | undefined;
  readonly activity: string | undefined;
  /** Private, so that no log or dump of the error shows the secret. */
  readonly #commands: CommandEndpoint | null | undefined;

  /** @param owner undefined in the short moment in which the owner has the lock but has not yet written its name */
  constructor(directory: string, owner: DatabaseOwner | undefined) {
    super(
      `The embedded database in ${directory} is in use by ${describe(owner)}. Stop it, or set DATABASE_URL to use PostgreSQL.`,
    );
    this.ownerPid = owner?.pid;
    this.ownerCommand = owner?.command;
    this.since = owner?.since;
    this.activity = owner?.activity;
    this.#commands = owner?.commands;
  }

  /** Where the owner takes commands; null while it is starting or stopping, undefined where it never does. */
  get commands(): CommandEndpoint | null | undefined {
    return this.#commands;
  }
}

function describe(owner: DatabaseOwner | undefined): string {
  if (owner === undefined) return 'another process';
  const activity = owner.activity === undefined ? '' : `, ${owner.activity}`;
  return `process ${owner.pid} (${owner.command}, since ${owner.since}${activity})`;
}
