import { describe, expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../kit/databases.ts';
import { type ListeningApi, listen } from '../listener.ts';

const MUTATION = 'mutation($i: EnterMetricsInput!) { enterMetrics(input: $i) { __typename } }';
const STORED = '{ organization { period(key: "2025-03") { metrics(keys: ["telemarketing_dials"]) { notes } } } }';

/** A mutation that enters a value with that note, the note's bytes as they are. */
function entering(note: readonly number[] | string): Buffer<ArrayBuffer> {
  const input = `{"period":"2025-03","entries":[{"metric":"telemarketing_dials","value":"7","notes":"`;
  return Buffer.concat([
    Buffer.from(`{"query":${JSON.stringify(MUTATION)},"variables":{"i":${input}`),
    typeof note === 'string' ? Buffer.from(note) : Buffer.from(note),
    Buffer.from('"}]}}}'),
  ]);
}

function send({ request }: ListeningApi, body: BodyInit, contentType = 'application/json') {
  const headers = { 'content-type': contentType, accept: 'application/graphql-response+json' };
  return request({ method: 'POST', headers, body, ...(body instanceof ReadableStream && { duplex: 'half' }) });
}

/** The body without a length. */
function inChunks(bytes: Buffer<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream();
}

describeOnBothDatabases('the body of a GraphQL request', (use) => {
  const REFUSED = { status: 400, body: { errors: [{ extensions: { code: 'INVALID_JSON' } }] } };

  describe.each([
    ['Latin-1', [0x43, 0xe9]],
    ['quotes of Windows-1252', [0x93, 0x41, 0x94]],
    ['a cut-off sequence', [0x43, 0xc3]],
    ['an encoded surrogate', [0xed, 0xa0, 0x80]],
    ['an overlong form', [0xc0, 0xaf]],
  ] as const)('that has %s is refused', (_, bytes) => {
    it('with or without a length, before it reaches the database', async () => {
      const api = await listen(use());
      const statements = await use().statementsOf(async () => {
        expect(await send(api, entering(bytes))).toMatchObject(REFUSED);
        expect(await send(api, inChunks(entering(bytes)))).toMatchObject(REFUSED);
      });
      expect(statements).toEqual([]);
    });
  });

  it.each(['iso-8859-1', 'Windows-1252', 'utf-16', '"utf-16le"', 'us-ascii', ''])(
    'that names the charset %s is refused',
    async (charset) => {
      const api = await listen(use());
      const statements = await use().statementsOf(async () => {
        expect(await send(api, entering('plain'), `application/json; charset=${charset}`)).toMatchObject(REFUSED);
      });
      expect(statements).toEqual([]);
    },
  );

  it('is refused as UTF-16, with the mark of it too', async () => {
    const api = await listen(use());
    const utf16 = Buffer.from(`\ufeff${entering('plain').toString()}`, 'utf16le');
    expect(await send(api, utf16)).toMatchObject(REFUSED);
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"'])(
    'that is UTF-8 is read, as %s',
    async (type) => {
      const api = await listen(use());
      for (const body of [entering('Café 🐛'), Buffer.from(`\ufeff${entering('Café 🐛').toString()}`)]) {
        expect(await send(api, body, type)).toMatchObject({
          status: 200,
          body: { data: { enterMetrics: { __typename: 'EnterMetricsSuccess' } } },
        });
      }
      expect(JSON.stringify((await api.post({ query: STORED })).body)).toContain('Café 🐛');
    },
  );

  it.each(['null', '7', '"text"', '[]', '{', ''])('that is %s is no request', async (body) => {
    const { status } = await send(await listen(use()), body);
    expect(status).toBe(400);
  });
});
