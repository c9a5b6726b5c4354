import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';

/** A statement as it was sent. */
export interface Captured {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

type Query = (text: unknown, values?: unknown, ...others: unknown[]) => unknown;

/**
 * Notes the statements that reach PostgreSQL's client and PGlite while `work` runs, each text once, with the parameters of its last time.
 */
export async function captureStatements(
  work: () => Promise<void>,
): Promise<{ readonly captured: Captured[]; readonly pglite: PGlite | undefined }> {
  const captured = new Map<string, Captured>();
  let pglite: PGlite | undefined;
  const note = (sql: unknown, parameters: unknown): void => {
    if (typeof sql === 'string') captured.set(sql, { sql, parameters: Array.isArray(parameters) ? parameters : [] });
  };
  const undo = [
    notePostgresql(note),
    notePglite(note, (engine) => {
      pglite = engine;
    }),
  ];
  try {
    await work();
  } finally {
    for (const each of undo) each();
  }
  return { captured: [...captured.values()], pglite };
}

function notePostgresql(note: (sql: unknown, parameters: unknown) => void): () => void {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  prototype.query = function (this: unknown, ...asked) {
    const [first, second] = asked as [unknown, unknown];
    if (typeof first === 'object' && first !== null && 'text' in first) {
      note(first.text, 'values' in first ? first.values : []);
    } else note(first, second);
    return query.apply(this, asked);
  };
  return () => {
    prototype.query = query;
  };
}

function notePglite(note: (sql: unknown, parameters: unknown) => void, onEngine: (engine: PGlite) => void): () => void {
  const { query, transaction } = PGlite.prototype;
  const noting =
    (ask: Query): Query =>
    (...asked) => {
      note(asked[0], asked[1]);
      return ask(...asked);
    };
  PGlite.prototype.query = function (this: PGlite, ...asked: Parameters<PGlite['query']>) {
    onEngine(this);
    return noting(query.bind(this) as Query)(...asked);
  } as typeof query;
  PGlite.prototype.transaction = function (this: PGlite, work: Parameters<PGlite['transaction']>[0]) {
    return transaction.call(this, (tx) =>
      work({ ...tx, query: noting(tx.query as Query) as typeof tx.query, rollback: () => tx.rollback() }),
    );
  } as typeof transaction;
  return () => {
    Object.assign(PGlite.prototype, { transaction });
    // It is inherited.
    delete (PGlite.prototype as Partial<PGlite>).query;
    if (PGlite.prototype.query !== query) PGlite.prototype.query = query;
  };
}

const CONDITION = /(?:"?\w+"?\.)*"?organization_id"?\s*=\s*(?:(\$\d+)(?:::\w+)?|(?:"?\w+"?\.)*"?organization_id"?)/g;
const LIST = /(?:"?\w+"?\.)*"?organization_id"?\s+IN\s*\((\$\d+)(?:,\$\d+)*\)/g;

/** The statement without its conditions on the organization; the same if it has none. */
export function neutralised(sql: string): string {
  const always = (_: string, parameter: string | undefined) =>
    parameter === undefined ? 'true' : `(${parameter}::int4 IS NOT NULL)`;
  return sql.replace(LIST, always).replace(CONDITION, always);
}
