import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '#src/package-root.ts';
import { generatedFiles } from '../../ops/build/codegen/generate.ts';
import { describeOnBothDatabases } from '../kit/databases.ts';
import { FirstNightDocument } from '../kit/gql/operations.ts';
import { listen } from './listener.ts';

const PERSISTED = join(packageRoot(), 'test/kit/gql/persisted-operations.json');

it('what is generated from the .graphql files is up to date; `npm run codegen` writes it', async () => {
  const files = await generatedFiles();
  for (const { path, content } of files) expect(readFileSync(join(packageRoot(), path), 'utf8')).toBe(content);
  const written = [...new Set(files.map(({ path }) => dirname(path)))];
  const names = written.flatMap((folder) =>
    readdirSync(join(packageRoot(), folder)).map((name) => `${folder}/${name}`),
  );
  expect(names.sort()).toEqual(files.map(({ path }) => path).sort());
  expect(written).toEqual(['src/web/gql', 'test/kit/gql']);
});

it('a document has the name of its operation', () => {
  expect(FirstNightDocument.definitions[0]).toMatchObject({ name: { value: 'FirstNight' } });
});

describeOnBothDatabases('what is generated for persisted operations', (use) => {
  it('is answered by hash, each operation of it', async () => {
    const { post } = await listen(use(), { persistedOperations: { isRequired: true, path: PERSISTED } });
    const hashes = Object.keys(JSON.parse(readFileSync(PERSISTED, 'utf8')) as object);
    expect(hashes.length).toBeGreaterThan(0);
    for (const sha256Hash of hashes) {
      const extensions = { persistedQuery: { version: 1, sha256Hash } };
      const answer = await post({ extensions, variables: { from: '2026-01', to: '2026-02' } });
      expect(answer).toMatchObject({ status: 200, body: { data: { organization: { periods: [{}, {}] } } } });
    }
  });
});
