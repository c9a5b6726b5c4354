import { readFileSync } from 'node:fs';
import type { Database } from '#src/store/engine/database.ts';
import { type DatabaseUnderTest, openTestDatabase, query } from './databases.ts';

// Citus where it cannot be had: its functions that `ops/citus/distribute.sql` calls, which move no row but refuse what it refuses, and then the
// file itself. What is left is a database without the triggers, policies and functions that a distributed one lacks.

const DISTRIBUTE = readFileSync(new URL('../../ops/citus/distribute.sql', import.meta.url), 'utf8');

const EMULATION = `
  CREATE TABLE pg_dist_partition (logicalrelid regclass PRIMARY KEY, partmethod "char" NOT NULL, repmodel "char" NOT NULL);
  CREATE FUNCTION qbr_refuse_what_citus_does(name regclass) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = name AND NOT tgisinternal) THEN
      RAISE EXCEPTION 'Citus: % has triggers', name;
    END IF;
    IF EXISTS (SELECT FROM pg_policy WHERE polrelid = name AND pg_get_expr(polqual, polrelid) LIKE '%SELECT%') THEN
      RAISE EXCEPTION 'Citus: % has a policy with a subquery', name;
    END IF;
    IF EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND name IN (conrelid, confrelid)) THEN
      RAISE EXCEPTION 'Citus: % has foreign keys to or from tables that are not distributed', name;
    END IF;
    IF EXISTS (SELECT FROM pg_proc p JOIN pg_type t ON t.oid = ANY (p.proargtypes) OR t.oid = p.prorettype WHERE t.typrelid = name) THEN
      RAISE EXCEPTION 'Citus: a function takes a row of %, which has another type on a shard', name;
    END IF;
  END $$;
  CREATE FUNCTION create_reference_table(name regclass) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM qbr_refuse_what_citus_does(name);
    INSERT INTO pg_dist_partition VALUES (name, 'n', 't');
  END $$;
  CREATE FUNCTION create_distributed_table(name regclass, distribution_column text, colocate_with text) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM qbr_refuse_what_citus_does(name);
    IF NOT (SELECT attnotnull FROM pg_attribute WHERE attrelid = name AND attname = distribution_column) THEN
      RAISE EXCEPTION 'Citus: % has rows of no organization', name;
    END IF;
    IF EXISTS (SELECT FROM pg_index WHERE indrelid = name AND (indisunique OR indisexclusion) AND NOT EXISTS (
        SELECT FROM pg_attribute WHERE attrelid = name AND attname = distribution_column AND attnum = ANY (indkey))) THEN
      RAISE EXCEPTION 'Citus: a unique key of % does not hold its organization', name;
    END IF;
    INSERT INTO pg_dist_partition VALUES (name, 'h', 's');
  END $$;`;

/** Runs a script of several statements as the database's owner. */
export type RunScript = (script: string) => Promise<unknown>;

/** Distributes a database as far as it can be without Citus. To do it again runs the file again. */
export async function distributeEmulated(run: RunScript): Promise<void> {
  await run(
    `DO $do$ BEGIN IF to_regclass('public.pg_dist_partition') IS NULL THEN EXECUTE $emulation$${EMULATION}$emulation$; END IF; END $do$`,
  );
  await run(DISTRIBUTE);
}

/** Distributes the database of a suite of its own, where it is not on Citus already, and opens it as a program that finds it so. */
export async function openDistributed({ database, connection }: DatabaseUnderTest): Promise<Database> {
  const isDone = database.distributed.size > 0;
  await database.close();
  if (connection.kind === 'postgresql') {
    if (!isDone) await distributeEmulated((script) => query(connection.url, script));
  } else if (connection.kind === 'embedded') {
    const { withEmbedded } = await import('#src/store/engine/embedded.ts');
    await withEmbedded(connection.directory, (pglite) => distributeEmulated((script) => pglite.exec(script)));
  }
  return openTestDatabase(connection);
}
