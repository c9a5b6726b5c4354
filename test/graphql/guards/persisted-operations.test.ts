import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { InvalidParameterError } from '#src/core/errors.ts';
import { describeOnBothDatabases } from '../../kit/databases.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { listen } from '../listener.ts';

const DOCUMENT = 'query Name($id: Int! = 1) { organization(id: $id) { name } }';
const HASH = createHash('sha256').update(DOCUMENT).digest('hex');
const NAME = { organization: { name: 'Example MSP, LLC' } };

function persisted(sha256Hash: string) {
  return { extensions: { persistedQuery: { version: 1, sha256Hash } } };
}

async function file(content: string, name = 'operations.json'): Promise<string> {
  const path = join(emptyDirectory(), name);
  writeFileSync(path, content);
  return path;
}

describeOnBothDatabases('persisted operations', (use) => {
  it('are asked for by hash, with variables, beside others where they are allowed', async () => {
    const path = await file(JSON.stringify({ [HASH]: DOCUMENT }));
    const { post } = await listen(use(), { persistedOperations: { isRequired: false, path } });
    expect(await post(persisted(HASH))).toMatchObject({ status: 200, body: { data: NAME } });
    expect(await post({ ...persisted(HASH), variables: { id: 2 } })).toMatchObject({
      body: { data: { organization: null } },
    });
    expect(await post({ query: '{ organization { id } }' })).toMatchObject({ status: 200 });
    const unknown = await post(persisted('0'.repeat(64)));
    expect(unknown).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] },
    });
    expect(await post({})).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'MISSING_FIELD' } }] },
    });
  });

  it('are all that is answered where they are required, also by GET', async () => {
    const path = await file(JSON.stringify({ [HASH]: DOCUMENT }));
    const { post, request } = await listen(use(), { persistedOperations: { isRequired: true, path } });
    const statements = await use().statementsOf(async () => {
      const refused = await post({ query: DOCUMENT, ...persisted(HASH) });
      expect(refused).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'FORBIDDEN' } }] } });
    });
    expect(statements).toEqual([]);
    expect(await post(persisted(HASH))).toMatchObject({ status: 200, body: { data: NAME } });
    expect(await post({ ...persisted(HASH), operationName: '' })).toMatchObject({ status: 200, body: { data: NAME } });
    const search = new URLSearchParams({ extensions: JSON.stringify(persisted(HASH).extensions) });
    for (const also of ['', '&operationName=']) {
      const answer = await request({ method: 'GET' }, `?${search}${also}`);
      expect(answer).toMatchObject({ status: 200, body: { data: NAME } });
    }
  });

  it('may be the documents of a folder', async () => {
    const path = join(await file(DOCUMENT, 'name.graphql'), '..');
    const { post } = await listen(use(), { persistedOperations: { isRequired: true, path } });
    expect(await post(persisted(HASH))).toMatchObject({ status: 200, body: { data: NAME } });
  });

  it.each([
    ['no JSON', 'x'],
    ['a wrong hash', JSON.stringify({ [HASH]: `${DOCUMENT} ` })],
    ['no text', JSON.stringify({ [HASH]: 1 })],
  ])('that are %s stop the start', async (_, content) => {
    const path = await file(content);
    const start = listen(use(), { persistedOperations: { isRequired: false, path } });
    await expect(start).rejects.toThrow(InvalidParameterError);
    await expect(start).rejects.toThrow(`QBR_GRAPHQL_PERSISTED_OPERATIONS_PATH=${path} cannot be used`);
  });

  it('that are not there stop the start', async () => {
    const path = join(emptyDirectory(), 'none.json');
    await expect(listen(use(), { persistedOperations: { isRequired: true, path } })).rejects.toThrow(path);
  });
});
