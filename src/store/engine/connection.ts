/** Where the database is. Which one it is was decided by the configuration. */
export type DatabaseConnection =
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'postgresql'; readonly url: string }
  /** libpq's variables (`PGHOST`, `PGDATABASE` …), which `pg` reads itself. */
  | { readonly kind: 'postgresql-environment' };

export type PostgresqlConnection = Exclude<DatabaseConnection, { kind: 'embedded' }>;

/** What the store says about its connections; a pino logger is one. */
export interface StoreLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
