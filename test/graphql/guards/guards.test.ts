import { request as httpRequest } from 'node:http';
import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { GraphqlLimits } from '#src/graphql/guards/limits.ts';
import { exampleQueries } from '#src/graphql/serving/example-queries.ts';
import { describeOnBothDatabases } from '../../kit/databases.ts';
import { NOW, TIME_ZONE } from '../api.ts';
import { type HttpAnswer, type ListeningApi, listen } from '../listener.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/** A query of so many levels of fields. */
function deep(levels: number): string {
  return `{ organization { latestMonth { ${'previous { '.repeat(levels - 3)} label ${'} '.repeat(levels - 3)} } } }`;
}

/** What GraphiQL asks for before anything else. */
const INTROSPECTION = getIntrospectionQuery({
  schemaDescription: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  inputValueDeprecation: true,
  oneOf: true,
});

/** Three levels of breakdowns of everything, in 24 months. */
const FULL_REPORT = `{
  organization { periods(last: 24) {
    label status
    metrics(includeIntermediate: true) { ...value findings { message } breakdown { ...breakdown } }
    smartNumbers { definition { key } formatted status change { percent better } breakdown { ...breakdown } }
  } }
}
fragment value on MetricValue {
  definition { key } value formatted state source status vendor { name } previous { value } yearAgo { value }
  change { absolute percent better } history(first: 3) { edges { node { newValue } } }
}
fragment breakdown on Breakdown {
  display missing { key }
  components { definition { key } formatted breakdown {
    display components { definition { key } formatted breakdown { display components { formatted } } }
  } }
}`;

/** What goes beyond a limit by one: the query, what is said of it, and the query that just passes. */
const BEYOND: readonly {
  readonly limit: Partial<GraphqlLimits>;
  readonly variable: string;
  readonly refused: string;
  readonly says: string;
  readonly passes: string;
}[] = [
  {
    limit: { maxTokens: 12 },
    variable: 'QBR_GRAPHQL_MAX_TOKENS',
    refused: '{ organization(id: 1) { name id id } }',
    says: 'The request has 13 tokens (names, brackets and values); at most 12 are allowed (QBR_GRAPHQL_MAX_TOKENS). Pass values as variables',
    passes: '{ organization(id: 1) { name id } }',
  },
  {
    limit: { maxDepth: 5 },
    variable: 'QBR_GRAPHQL_MAX_DEPTH',
    refused: deep(6),
    says: 'The request has 6 levels of fields; at most 5 are allowed (QBR_GRAPHQL_MAX_DEPTH). Ask for the deeper levels',
    passes: deep(5),
  },
  {
    limit: { maxDepth: 3 },
    variable: 'QBR_GRAPHQL_MAX_DEPTH',
    refused: '{ organization { ...A } } fragment A on Organization { latestMonth { ... { quarter { label } } } }',
    says: 'The request has 4 levels of fields',
    passes: '{ organization { ...A } } fragment A on Organization { latestMonth { ... { label } } }',
  },
  {
    limit: { maxDepth: 3 },
    variable: 'QBR_GRAPHQL_MAX_DEPTH',
    refused: `{ organization(id: ${'['.repeat(60)}${']'.repeat(60)}) { name } }`,
    says: 'The request has 62 levels of brackets',
    passes: '{ organization(id: 1) { name } }',
  },
  {
    limit: { maxAliases: 1 },
    variable: 'QBR_GRAPHQL_MAX_ALIASES',
    refused: '{ organization { a: name b: name } }',
    says: 'The request has 2 aliases; at most 1 are allowed (QBR_GRAPHQL_MAX_ALIASES). Ask for several metrics or periods by one field',
    passes: '{ organization { a: name name } }',
  },
  {
    limit: { maxDirectives: 1 },
    variable: 'QBR_GRAPHQL_MAX_DIRECTIVES',
    refused: '{ organization { name @include(if: true) id @skip(if: false) } }',
    says: 'The request has 2 directives; at most 1 are allowed (QBR_GRAPHQL_MAX_DIRECTIVES). Put what is included',
    passes: '{ organization { name @include(if: true) id } }',
  },
  {
    limit: { maxComplexity: 26 },
    variable: 'QBR_GRAPHQL_MAX_COMPLEXITY',
    refused: '{ organization { periods(last: 25) { label } } }',
    says: 'The request has 27 fields in its answer, as estimated; at most 26 are allowed (QBR_GRAPHQL_MAX_COMPLEXITY). Ask for fewer periods',
    passes: '{ organization { periods(last: 24) { label } } }',
  },
];

function codesOf({ body }: HttpAnswer): unknown[] {
  return (body.errors ?? []).map(({ extensions }) => extensions['code']);
}

describeOnBothDatabases('the guards of the GraphQL API', (use) => {
  /** Sends a request that must not reach the database. */
  async function withoutStatements(ask: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
    let answer: HttpAnswer | undefined;
    const statements = await use().statementsOf(async () => {
      answer = await ask();
    });
    expect(statements).toEqual([]);
    if (!answer) throw new Error('No answer');
    return answer;
  }

  describe.each(BEYOND)('$variable of $limit', ({ limit, variable, refused, says, passes }) => {
    it('refuses one more, says what and how to ask for less, and asks the database nothing', async () => {
      const { post } = await listen(use(), limit);
      const answer = await withoutStatements(() => post({ query: refused }));
      expect(answer.status).toBe(400);
      expect(answer.body).not.toHaveProperty('data');
      expect(answer.body.errors).toMatchObject([
        {
          message: expect.stringContaining(says),
          extensions: { code: 'INVALID_PARAMETER', limit: variable, maximum: expect.any(Number) },
        },
      ]);
      expect(answer.body.errors?.[0]?.extensions).not.toHaveProperty('http');
      // The same again, when the document is known.
      expect(await withoutStatements(() => post({ query: refused }))).toMatchObject({ body: answer.body });
      expect(await post({ query: refused }, { accept: 'application/json' })).toMatchObject({ status: 200 });
    });

    it('lets pass what is just within', async () => {
      const { post } = await listen(use(), limit);
      expect(await post({ query: passes })).toMatchObject({ status: 200, body: { data: expect.anything() } });
    });
  });

  it('the defaults have room for GraphiQL, the examples and a full report of 24 months', async () => {
    const { post } = await listen(use());
    const queries = [INTROSPECTION, ...exampleQueries(NOW, TIME_ZONE).map(({ query }) => query), FULL_REPORT, deep(20)];
    for (const query of queries) expect(await post({ query })).toMatchObject({ status: 200 });
  });

  it('a fragment that spreads itself is an error of validation, as ever', async () => {
    const { post } = await listen(use());
    const answer = await post({ query: '{ ...A } fragment A on Query { viewer { name } ...A }' });
    expect(codesOf(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  it('a body has a limit, whether it says its length or not', async () => {
    const { post, url } = await listen(use(), { maxBodyBytes: 1_000 });
    const query = '{ viewer { name } }';
    const padded = (length: number) => ({ query, variables: { x: 'x'.repeat(length - 52) } });
    const body = JSON.stringify(padded(1_001));
    expect(body).toHaveLength(1_001);
    const refusal = {
      status: 413,
      body: { errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE', maximum: 1_000 } }] },
    };
    const refused = await withoutStatements(() => post(padded(1_001)));
    expect(refused).toMatchObject(refusal);
    expect(refused.body.errors?.[0]?.message).toBe(
      'The body has more than 1,000 bytes (QBR_GRAPHQL_MAX_BODY_BYTES). Send several requests.',
    );
    expect(await post(padded(1_000))).toMatchObject({ status: 200 });
    expect(await sendInChunks(url, body)).toMatchObject(refusal);
    expect(await sendInChunks(url, JSON.stringify(padded(1_000)))).toMatchObject({ status: 200 });
  });

  it('introspection can be switched off, for __schema and __type, not for __typename', async () => {
    const { post } = await listen(use(), { introspection: false });
    for (const query of [INTROSPECTION, '{ a: __type(name: "Query") { name } }']) {
      const answer = await post({ query });
      expect(answer.status).toBe(400);
      expect(codesOf(answer)).toEqual(['FORBIDDEN']);
      expect(answer.body.errors?.[0]?.message).toContain('QBR_GRAPHQL_INTROSPECTION');
    }
    expect(await post({ query: '{ __typename }' })).toMatchObject({ status: 200 });
  });

  it('several operations in one body are refused', async () => {
    const { post } = await listen(use());
    const query = '{ organization { name } }';
    const answer = await withoutStatements(() => post([{ query }, { query }]));
    expect(answer.status).toBe(400);
    expect(answer.body).not.toHaveProperty('data');
  });

  it('a form or plain text, which any page can send, is refused; so is a form without a file', async () => {
    const { request } = await listen(use());
    const query = '{ organization { name } }';
    const form = new FormData();
    form.set('operations', JSON.stringify({ query }));
    for (const [type, body] of [
      ['text/plain', JSON.stringify({ query })],
      ['application/x-www-form-urlencoded', new URLSearchParams({ query }).toString()],
      ['application/graphql', query],
      [undefined, form],
    ] as const) {
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      const answer = await withoutStatements(() => request({ method: 'POST', headers, body }));
      const isForm = type === undefined;
      expect(answer.status).toBe(isForm ? 403 : 415);
      // A browser asks leave for this header, so no page sends it unasked; what the body is remains as it was. Files come with a
      // map.
      const asked = { ...headers, 'graphql-require-preflight': '1' };
      expect(await request({ method: 'POST', headers: asked, body })).toMatchObject({ status: isForm ? 400 : 415 });
    }
  });

  it('a GET asks; it never changes anything', async () => {
    const api: ListeningApi = await listen(use());
    const search = (query: string) => `?${new URLSearchParams({ query })}`;
    expect(await api.request({ method: 'GET' }, search('{ organization { id } }'))).toMatchObject({
      status: 200,
      body: { data: { organization: { id: 1 } } },
    });
    const answer = await withoutStatements(() => api.request({ method: 'GET' }, search('mutation { __typename }')));
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
    expect(codesOf(answer)).toEqual(['METHOD_NOT_ALLOWED']);
    expect(await api.request({ method: 'PUT', headers: JSON_TYPE, body: '{}' })).toMatchObject({ status: 405 });
  });

  it.each(['variables', 'extensions'])('a GET whose %s are no JSON is told so, whatever it accepts', async (name) => {
    const api: ListeningApi = await listen(use());
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const search = `?${new URLSearchParams({ query: '{ __typename }', [name]: '{bad' })}`;
      const answer = await api.request({ method: 'GET', headers: { accept } }, search);
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ extensions: { field: name } }] } });
      expect(codesOf(answer)).toEqual(['INVALID_JSON']);
    }
  });
});

/** Posts a body without saying how long it is. */
function sendInChunks(url: string, body: string): Promise<Pick<HttpAnswer, 'status' | 'body'>> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(url, { method: 'POST', headers: JSON_TYPE, agent: false }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: JSON.parse(text) }));
    });
    outgoing.on('error', reject);
    for (let at = 0; at < body.length; at += 300) outgoing.write(body.slice(at, at + 300));
    outgoing.end();
  });
}
