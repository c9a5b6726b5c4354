import { describe, expect, it } from 'vitest';
import { readMigrations } from '#src/store/engine/migrate.ts';
import { objections } from './expand-only.ts';
import { recordedVersions } from './recorded.ts';

/** Expand first, contract a release later: ops/decisions/0021-versions-beside-each-other.md. */
const RECORDED = recordedVersions();
const NEWEST = RECORDED.at(-1);

describe('the migrations', () => {
  it.each(RECORDED)('of version $version are as they were released', ({ header }) => {
    const present = new Map(readMigrations().map(({ name, checksum }) => [name, checksum]));
    expect(header.migrations.filter(({ name, checksum }) => present.get(name) !== checksum)).toEqual([]);
  });

  it('since the newest release come after its own, and leave it working', () => {
    if (NEWEST === undefined) throw new Error('No version is recorded');
    const { version, header } = NEWEST;
    const released = header.migrations.map(({ name }) => name);
    const added = readMigrations().filter(({ name }) => !released.includes(name));
    const last = released.at(-1) ?? '';
    expect(added.filter(({ name }) => name < last).map(({ name }) => name)).toEqual([]);
    expect(added.map((migration) => [migration.name, objections(migration, version)])).toEqual(
      added.map(({ name }) => [name, []]),
    );
  });
});

describe('a migration that only adds', () => {
  it.each([
    'CREATE TABLE a (id INT PRIMARY KEY, name TEXT NOT NULL); CREATE UNIQUE INDEX a_name_key ON a(name)',
    'ALTER TABLE a ADD COLUMN b TEXT, ADD COLUMN c INT NOT NULL DEFAULT 0, ADD COLUMN d TEXT',
    'ALTER TABLE "a" ADD COLUMN "b" JSONB CHECK (jsonb_typeof("b") = \'DROP TABLE\')',
    'ALTER TABLE a ADD COLUMN b NUMERIC(14, 4) CHECK (b IS NOT NULL OR (c IS NULL))',
    'CREATE INDEX a_b_idx ON a(b) -- instead of DROP INDEX',
    'ALTER TABLE "a" DROP CONSTRAINT "a_kind_check";\nALTER TABLE "a" ADD CONSTRAINT "a_kind_check" CHECK (kind IN (1, 2, 3))',
    'DROP TRIGGER "t" ON a; CREATE TRIGGER "t" AFTER INSERT ON a EXECUTE FUNCTION f()',
    `CREATE FUNCTION f() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$; UPDATE a SET b = '1'`,
  ])('is accepted: %s', (sql) => {
    expect(objections({ sql }, '1.2.3')).toEqual([]);
  });
});

describe('a migration that takes away or tightens', () => {
  it.each([
    ['DROP TABLE a'],
    ['ALTER TABLE a DROP COLUMN b'],
    ['ALTER TABLE a ALTER COLUMN b DROP NOT NULL'],
    ['ALTER TABLE a ALTER COLUMN b DROP DEFAULT'],
    ['ALTER TABLE a DROP CONSTRAINT a_check; ALTER TABLE a ADD CONSTRAINT a_other_check CHECK (true)'],
    ['ALTER TABLE a RENAME TO b'],
    ['ALTER TABLE a RENAME COLUMN b TO c'],
    ['ALTER TABLE a ALTER COLUMN b TYPE BIGINT'],
    ['ALTER TABLE a ALTER "b" SET DATA TYPE BIGINT'],
    ['alter table a alter column b set not null'],
    ['ALTER TABLE a ADD COLUMN b TEXT NOT NULL'],
    ['ALTER TABLE a ADD COLUMN b TEXT,\n  ADD COLUMN c INT NOT NULL'],
    ['ALTER TABLE a ADD COLUMN b NUMERIC(14, 4) NOT NULL, ADD COLUMN c INT DEFAULT 0'],
    ['CREATE UNIQUE INDEX a_b_key ON a(b)'],
    ['DELETE FROM a WHERE b = 1'],
    ['DO $$ BEGIN EXECUTE f(); DROP VIEW v; END $$'],
    ['DROP INDEX a_b_idx'],
  ])('is refused: %s', (sql) => {
    expect(objections({ sql }, '1.2.3')).toHaveLength(1);
    expect(objections({ sql: `-- oldest-version: 1.2.3\n${sql}` }, '1.2.3')).toEqual([]);
    expect(objections({ sql: `-- oldest-version: 1.3.0\n${sql}` }, '1.2.3')).toHaveLength(1);
  });
});
