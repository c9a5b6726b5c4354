import { BOUND_ROLE, type RowSecurity } from './row-security.ts';
import type { SqlSession } from './sql-session.ts';

/** What is known of the session's user and of the role. */
interface Found {
  /** Whether policies do not bind the user. */
  readonly bypasses: boolean;
  /** Whether the role exists and policies bind it; null if it does not exist. */
  readonly isBound: boolean | null;
  /** Whether the role may do what this program does. */
  readonly isGranted: boolean;
}

const FIND = `SELECT u.rolsuper OR u.rolbypassrls AS bypasses, NOT (r.rolsuper OR r.rolbypassrls OR r.rolcanlogin) AS "isBound",
    coalesce(pg_has_role(r.oid, 'MEMBER') AND has_schema_privilege(r.oid, 'public', 'USAGE')
      AND (SELECT coalesce(bool_and(has_table_privilege(r.oid, c.oid, 'SELECT') AND has_table_privilege(r.oid, c.oid, 'INSERT')
               AND has_table_privilege(r.oid, c.oid, 'UPDATE') AND has_table_privilege(r.oid, c.oid, 'DELETE')), true)
           FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p'))
      AND (SELECT coalesce(bool_and(has_sequence_privilege(r.oid, c.oid, 'USAGE')), true)
           FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S'), false) AS "isGranted"
  FROM pg_roles u LEFT JOIN pg_roles r ON r.rolname = '${BOUND_ROLE}' WHERE u.rolname = current_user`;

/** Roles belong to the server, so that another database may make it at the same time. */
const MAKE = `DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${BOUND_ROLE}') THEN CREATE ROLE ${BOUND_ROLE} NOLOGIN; END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END $$`;

/** Tables of an inventory program beside this one included, whose triggers run as the role as well. */
const GRANT = `GRANT USAGE ON SCHEMA public TO ${BOUND_ROLE};
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${BOUND_ROLE};
  GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${BOUND_ROLE};
  DO $$ BEGIN
    IF NOT pg_has_role('${BOUND_ROLE}', 'MEMBER') THEN EXECUTE 'GRANT ${BOUND_ROLE} TO ' || quote_ident(current_user); END IF;
  END $$`;

/** Citus accepts no policy of ours, opens its connections to workers as the session's role, and does not tell them its organization. */
export const DISTRIBUTED: RowSecurity = {
  role: null,
  problem:
    'The tables are distributed by Citus, which has no row-level security between organizations. Statements still ask for their organization’s rows only.',
};

/**
 * Sees to it that the policies bind the sessions of this program: a user that they would not bind (a superuser, or one with BYPASSRLS)
 * gets a role for its sessions. The caller holds the migration lock.
 */
export async function prepareRowSecurity(session: SqlSession): Promise<RowSecurity> {
  const [found] = await session.query<Found>(FIND);
  if (!found?.bypasses) return { role: null, problem: null };
  if (found.isBound === false) return unbound(`it can log in or bypass them itself`);
  if (found.isBound && found.isGranted) return { role: BOUND_ROLE, problem: null };
  try {
    await session.run(MAKE);
    await session.run(GRANT);
    return { role: BOUND_ROLE, problem: null };
  } catch (error) {
    return unbound(error instanceof Error ? error.message : String(error));
  }
}

function unbound(reason: string): RowSecurity {
  const problem = `The database's row-level security does not bind this program: its user bypasses it, and the role ${BOUND_ROLE} cannot be used (${reason}). Statements still ask for their organization's rows only.`;
  return { role: null, problem };
}
