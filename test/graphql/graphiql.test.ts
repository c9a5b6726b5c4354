import { beforeAll, describe, expect, it } from 'vitest';
import { exampleQueries } from '#src/graphql/serving/example-queries.ts';
import { describeOnBothDatabases } from '../kit/databases.ts';
import { type Api, NOW, openApi, TIME_ZONE } from './api.ts';
import { enterMonths, FIRST_QUARTER_2025, JANUARY_2026 } from './books.ts';
import { listen } from './listener.ts';

const EXAMPLES = exampleQueries(NOW, TIME_ZONE);

describe('example queries', () => {
  it('ask for the newest January that is over', () => {
    const january = (now: string) =>
      /key: "(\d{4}-\d{2})"/.exec(exampleQueries(new Date(now), TIME_ZONE)[0]?.query ?? '')?.[1];
    expect(january('2026-07-10T12:00:00Z')).toBe('2026-01');
    expect(january('2026-02-01T05:59:59Z')).toBe('2025-01');
    expect(january('2026-02-01T06:00:00Z')).toBe('2026-01');
  });
});

describeOnBothDatabases('GraphiQL', (use) => {
  let api: Api;
  beforeAll(async () => {
    api = openApi(use());
    await enterMonths(use().database, { ...FIRST_QUARTER_2025, ...JANUARY_2026 });
  });

  it('is served to a browser, whole: it loads nothing from elsewhere', async () => {
    const response = await api.fetch('/graphql', { headers: { accept: 'text/html' } });
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page).toContain('<title>QBR</title>');
    expect(page).not.toMatch(/<(script|link|img|iframe)\b[^>]*\b(src|href)\s*=\s*["']?(https?:)?\/\//i);
    expect(page).not.toMatch(/@import|url\(\s*["']?(https?:)?\/\//i);
    expect(page).not.toMatch(/unpkg\.com|jsdelivr|cdnjs|cdn\.|esm\.sh|googleapis|skypack/i);
    for (const { query } of EXAMPLES) expect(page).toContain(JSON.stringify(query).slice(1, -1));
  });

  it('reaches a browser through the listener, and is not sent again while it is the same', async () => {
    const { url } = await listen(use());
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const response = await fetch(url, { headers });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<title>QBR</title>');
    const tag = response.headers.get('etag') ?? '';
    expect((await fetch(url, { headers: { ...headers, 'if-none-match': tag } })).status).toBe(304);
  });

  it.each(EXAMPLES)('has an example that runs: $name', async ({ name, query }) => {
    expect(query.startsWith(`# ${name}\n`)).toBe(true);
    const { data, errors } = await api.send(query);
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ organization: expect.anything() });
  });

  it('answers the first example with January’s calculation', async () => {
    const { text } = await api.send(EXAMPLES[0]?.query ?? '');
    expect(text).toContain('$88,098.48 - $14,248.85 - $22,588.00 - $13,000.00 = $38,261.63');
  });
});
