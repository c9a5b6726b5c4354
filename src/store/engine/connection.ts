/** The configured database. */
export type DatabaseConnection =
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'postgresql'; readonly url: string }
  /** libpq's variables (`PGHOST`, `PGDATABASE` …), which `pg` reads itself. */
  | { readonly kind: 'postgresql-environment' };

export type PostgresqlConnection = Exclude<DatabaseConnection, { kind: 'embedded' }>;

/** Logs about connections; a pino logger fits. */
export interface StoreLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
