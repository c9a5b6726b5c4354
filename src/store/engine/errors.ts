/**
 * Base of the errors of opening a database. They stop a command or the start of the server. Their messages are for the
 * operator: full sentences that name the remedy and never contain a password.
 */
class StoreError extends Error {
  constructor(message: string, options?: { cause: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The database cannot be reached, opened or used: no server, a wrong password, an old server, a read-only folder. */
export class DatabaseUnavailableError extends StoreError {}

/** The database's migrations are incompatible with this program's (nothing was applied), or a migration failed. */
export class MigrationError extends StoreError {
  readonly code: string = 'MIGRATION_FAILED';
}

/** A newer version has changed the database so that this one cannot use it. Nothing was changed. */
export class NewerDatabaseError extends MigrationError {
  override readonly code = 'DATABASE_NEWER';
}

/** A backup cannot be used, or must not be restored here. Nothing was changed. */
export class BackupError extends StoreError {
  readonly code: string = 'BACKUP_REFUSED';
}

/** A newer version has made the backup, and this one cannot restore it. Nothing was changed. */
export class NewerBackupError extends BackupError {
  override readonly code = 'BACKUP_NEWER';
}

/** Where the owner of an embedded database accepts commands, and the secret that proves read access to the data folder. */
export interface CommandEndpoint {
  /** A Unix domain socket, or a port of 127.0.0.1. */
  readonly address: { readonly path: string } | { readonly port: number };
  readonly secret: string;
}

/** The process that holds the embedded database, from its lock file. */
export interface DatabaseOwner {
  readonly pid: number;
  /** The command as a person typed it, such as `qbr serve`. */
  readonly command: string;
  /** When it opened the database, ISO 8601. */
  readonly since: string;
  /** Its current activity, such as a running collection. */
  readonly activity?: string | undefined;
  /** Where it accepts commands; null while it is starting or stopping, undefined if it never does. */
  readonly commands?: CommandEndpoint | null | undefined;
}

/** Another process has opened the embedded database; PGlite allows one process at a time. */
export class DatabaseInUseError extends StoreError {
  readonly ownerPid: number | undefined;
  readonly ownerCommand: string | undefined;
  readonly since: string | undefined;
  readonly activity: string | undefined;
  /** Private, so that no log or dump of the error shows the secret. */
  readonly #commands: CommandEndpoint | null | undefined;

  /** @param owner undefined in the short time before the owner has written its lock file */
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

  /** Where the owner accepts commands; null while it is starting or stopping, undefined if it never does. */
  get commands(): CommandEndpoint | null | undefined {
    return this.#commands;
  }
}

function describe(owner: DatabaseOwner | undefined): string {
  if (owner === undefined) return 'another process';
  const activity = owner.activity === undefined ? '' : `, ${owner.activity}`;
  return `process ${owner.pid} (${owner.command}, since ${owner.since}${activity})`;
}
