import { beforeAll, expect, it } from 'vitest';
import { LOCAL_VIEWER, NOBODY, type Viewer } from '../../src/auth/viewer.ts';
import type { RestHandler } from '../../src/rest/rest-api.ts';
import { closePeriod } from '../../src/service/period-closing.ts';
import { keyViewer } from '../auth/viewers.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { writeContext } from '../kit/services.ts';
import { restOver } from './api.ts';
import { GOLDEN_REQUESTS, type GoldenRequest } from './golden-requests.ts';
import { NOW, storeExamples } from './stored-examples.ts';

/** Headers that the contract says something of. */
const TOLD = ['allow', 'cache-control', 'content-type', 'etag', 'vary', /^access-control-/] as const;

const VIEWERS: Readonly<Record<NonNullable<GoldenRequest['as']>, Viewer>> = {
  nobody: NOBODY,
  viewer: keyViewer('viewer'),
};

describeOnBothDatabases('the REST contract', (use) => {
  let rest: RestHandler;
  beforeAll(async () => {
    await emptyDatabase(use());
    await storeExamples(use().database);
    rest = restOver(use(), { now: () => NOW, corsOrigins: ['https://intranet.example'] });
    await closePeriod(writeContext(use().database, NOW), { period: '2025-02' });
  });

  // In the order of the list: a write is seen by what comes after it.
  it.each(GOLDEN_REQUESTS)('$name', async (golden) => {
    const { name, as } = golden;
    const response = await rest(requestOf(golden), {
      requestId: 'request-1',
      viewer: as === undefined ? LOCAL_VIEWER : VIEWERS[as],
    });
    await expect(`${told(golden)}\n\n${await answered(response)}\n`).toMatchFileSnapshot(`golden/${name}.http`);
  });
});

function requestOf({ method, path, headers, body }: GoldenRequest): Request {
  const sent = body === undefined ? {} : { body, headers: { 'content-type': 'application/json', ...headers } };
  return new Request(`http://127.0.0.1/api/qbr${path}`, { method, ...(headers && { headers }), ...sent });
}

function told({ as, method, path, headers = {}, body }: GoldenRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const who = as === undefined ? [] : [`# as ${as}`];
  const content = body === undefined ? [] : ['', body.length > 10_000 ? `(${body.length} characters)` : body];
  return [...who, `${method} /api/qbr${path}`, ...lines, ...content].join('\n');
}

async function answered(response: Response): Promise<string> {
  const headers = [...response.headers].filter(([name]) =>
    TOLD.some((each) => (typeof each === 'string' ? each === name : each.test(name))),
  );
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true && text !== '';
  const body = isJson ? JSON.stringify(JSON.parse(text), null, 2) : text.slice(0, 200);
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return normalized([String(response.status), ...lines, ...(body === '' ? [] : ['', body])].join('\n'));
}

/** What differs from run to run: when something was written, and the entity tags of what says so. */
function normalized(answer: string): string {
  return answer
    .replace(/("(?:updated_at|collected_at)": )"[^"]+"/g, '$1"<instant>"')
    .replace(/^etag: "[\w-]{27}"$/m, 'etag: "<tag>"');
}
