-- Row-level security: the second wall between organizations, behind the conditions that statements have themselves
-- (ops/decisions/0026-row-level-security.md). The setting `qbr.organization` says whose rows a session sees and changes:
--   7       those of organization 7
--   all     those of all: migrations, backups, what is the whole installation's
--   empty   of none: a statement that touches a row of any organization is an error
-- A session that has never set it (an earlier version beside this one, a person at the SQL prompt, a report) sees all, as before.

CREATE FUNCTION "qbr_refuse_outside"() RETURNS INTEGER LANGUAGE plpgsql STABLE AS $$
BEGIN
    RAISE EXCEPTION 'A statement outside of any organization touches rows of organizations'
        USING ERRCODE = 'QBR01', HINT = 'The setting qbr.organization names the organization, or all.';
END
$$;

-- Whose rows the session may see; null for those of all.
CREATE FUNCTION "qbr_organization"() RETURNS INTEGER LANGUAGE sql STABLE AS $$
    SELECT CASE current_setting('qbr.organization', true)
        WHEN '' THEN public.qbr_refuse_outside()
        WHEN 'all' THEN NULL
        ELSE current_setting('qbr.organization', true)::INTEGER
    END
$$;

CREATE FUNCTION "qbr_is_everywhere"() RETURNS BOOLEAN LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('qbr.organization', true), 'all') = 'all'
$$;

-- Protects the tables that are not protected yet. Every migration that makes a table with `organization_id` calls it.
-- Each of the two questions is asked once a statement. The policy is a filter beside the statement's own condition, which keeps its
-- index; as a second equation on `organization_id` it would have the planner expect a thousandth of the rows.
CREATE PROCEDURE "qbr_protect_organizations"() LANGUAGE plpgsql AS $$
DECLARE
    unprotected REGCLASS;
BEGIN
    FOR unprotected IN
        SELECT c.oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname LIKE 'qbr\_%'
            AND a.attname = 'organization_id' AND NOT a.attisdropped
            AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'qbr_organization')
        ORDER BY c.relname
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', unprotected);
        EXECUTE format('CREATE POLICY qbr_organization ON %s USING (organization_id = (SELECT public.qbr_organization()) OR (SELECT public.qbr_is_everywhere()))', unprotected);
    END LOOP;
END
$$;

CALL "qbr_protect_organizations"();
