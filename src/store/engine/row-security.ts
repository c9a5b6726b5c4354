import type { PGlite } from '@electric-sql/pglite';
import type pg from 'pg';
import { observed } from '#src/telemetry/activity.ts';
import { type Access, currentAccess } from './organization-context.ts';

// How a connection learns whose rows its next statement sees: by a statement before it, where that differs from what the connection
// was told last. With one organization that is one statement in the life of a connection.

/** The role of sessions whose user the policies would not bind: a superuser, or one with BYPASSRLS. It cannot log in. */
export const BOUND_ROLE = 'qbr_row_security';

/** How the sessions of a database are bound by the policies. */
export interface RowSecurity {
  /** The role that statements of organizations run as; null if the policies bind the user itself. */
  readonly role: string | null;
  /** Why the policies bind nobody; null if they do. */
  readonly problem: string | null;
}

/** A statement that tells a connection whose rows it sees. */
interface Switch {
  readonly sql: string;
  readonly parameters: string[];
}

function switchTo(access: Access, { role }: Pick<RowSecurity, 'role'>): Switch {
  const setting = `set_config('qbr.organization', $1, false)`;
  if (role === null) return { sql: `SELECT ${setting}`, parameters: [access] };
  return { sql: `SELECT ${setting}, set_config('role', $2, false)`, parameters: [access, roleFor(access, role)] };
}

/** What belongs to the whole installation is done as the user, as ever. */
function roleFor(access: Access, role: string): string {
  return access === 'all' ? 'none' : role;
}

/** How a session begins: outside of any organization. A script of statements. */
export function beginOutside({ role }: Pick<RowSecurity, 'role'>): string {
  return `SET qbr.organization TO ''; SET ROLE ${role ?? 'NONE'};`;
}

/** Makes every connection that the pool gives out see the rows of whoever asked for it. */
export function bindPool(pool: pg.Pool, security: RowSecurity): pg.Pool {
  /** What connections were told last; a new one has begun outside. */
  const told = new WeakMap<pg.PoolClient, Access>();
  const take = pool.connect.bind(pool);
  const tell = async (client: pg.PoolClient, access: Access): Promise<pg.PoolClient> => {
    const { sql, parameters } = switchTo(access, security);
    try {
      await observed({ kind: 'statement', sql }, () =>
        client.query({ name: 'qbr_organization', text: sql, values: parameters }),
      );
    } catch (error) {
      // Nobody knows what it sees now.
      client.release(error instanceof Error ? error : true);
      throw error;
    }
    told.set(client, access);
    return client;
  };
  const connect = (callback?: ConnectCallback): Promise<pg.PoolClient> | undefined => {
    const access = currentAccess();
    const isTold = (client: pg.PoolClient) => (told.get(client) ?? '') === access;
    if (!callback) return take().then((client) => (isTold(client) ? client : tell(client, access)));
    take((error, client, release) => {
      if (error || !client || isTold(client)) callback(error, client, release);
      else
        tell(client, access).then(
          () => callback(undefined, client, release),
          (reason) => callback(reason, undefined, release),
        );
    });
    return undefined;
  };
  pool.connect = connect as typeof pool.connect;
  return pool;
}

type ConnectCallback = Parameters<pg.Pool['connect']>[0];

/** What the program uses of the embedded database's one connection. */
export type BoundPglite = Pick<PGlite, 'query' | 'exec' | 'transaction' | 'close'>;

/** Makes the statements and transactions of the embedded database see the rows of whoever sends them, one after another. */
export function bindPglite(pglite: PGlite, security: RowSecurity): BoundPglite {
  let told: Access | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** Runs `work` when it is its turn, so that nothing comes between it and the statement before it. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const access = currentAccess();
    const turn = last.then(async () => {
      if (told !== access) await tell(access);
      return work();
    });
    last = turn.catch(() => undefined);
    return turn;
  };
  const tell = async (access: Access): Promise<void> => {
    const { sql, parameters } = switchTo(access, security);
    told = undefined;
    await observed({ kind: 'statement', sql }, () => pglite.query(sql, parameters));
    told = access;
  };
  return {
    query: (...statement) => inTurn(() => pglite.query(...statement)),
    exec: (...script) => inTurn(() => pglite.exec(...script)),
    transaction: (work) => inTurn(() => pglite.transaction(work)),
    // After the statements that have been sent.
    close: () => last.then(() => pglite.close()),
  } as BoundPglite;
}
