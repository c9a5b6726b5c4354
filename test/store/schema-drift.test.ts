import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as schemaEngine from '@prisma/schema-engine-wasm/schema_engine_bg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '#src/package-root.ts';
import { freshEmbedded } from '../kit/databases.ts';

const schema = { path: 'schema.prisma', content: readFileSync(join(packageRoot(), 'prisma', 'schema.prisma'), 'utf8') };

// On PGlite: with PostgreSQL's own adapter the engine fails on the catalog's columns of the type "char".
describe('schema.prisma and a migrated database', () => {
  let pglite: PGlite;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    await loadSchemaEngine();
    const fresh = await freshEmbedded();
    remove = fresh.remove;
    pglite = await PGlite.create(join(fresh.connection.directory, 'pglite'));
  });
  afterAll(async () => {
    await pglite.close();
    await remove();
  });

  it('agree', async () => {
    expect(await difference(pglite)).toBe('-- This is an empty migration.');
  });

  it('are compared down to columns and indexes', async () => {
    await pglite.exec('ALTER TABLE qbr_finding ALTER COLUMN kind TYPE VARCHAR(31); DROP INDEX qbr_audit_at_idx');
    const sql = await difference(pglite);
    expect(sql).toContain('ALTER COLUMN "kind" SET DATA TYPE VARCHAR(30)');
    expect(sql).toContain('CREATE INDEX "qbr_audit_at_idx"');
  });
});

/** The SQL that Prisma's own engine would need to bring the database to schema.prisma. */
async function difference(pglite: PGlite): Promise<string> {
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(pglite));
  const engine = await schemaEngine.SchemaEngine.new(
    { datamodels: [[schema.path, schema.content]] },
    () => undefined,
    adapter,
  );
  const result = await engine.diff({
    from: { tag: 'schemaDatasource', files: [schema], configDir: packageRoot() },
    to: { tag: 'schemaDatamodel', files: [schema] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  engine.free();
  return result.stdout?.trim() ?? '';
}

/** What is used here of WebAssembly, whose types come with those of browsers. */
declare const WebAssembly: {
  instantiate(bytes: Buffer, imports: object): Promise<{ instance: { exports: Record<string, () => void> } }>;
};

/** The package's entry imports its .wasm file as a module, for bundlers; Node is given it by hand. */
async function loadSchemaEngine(): Promise<void> {
  const engine = '@prisma/schema-engine-wasm/schema_engine_bg';
  const file = createRequire(import.meta.url)
    .resolve(engine)
    .replace(/\.js$/, '.wasm');
  const imports = { './schema_engine_bg.js': { ...schemaEngine } };
  const { instance } = await WebAssembly.instantiate(readFileSync(file), imports);
  schemaEngine.__wbg_set_wasm(instance.exports);
  instance.exports['__wbindgen_start']?.();
}
