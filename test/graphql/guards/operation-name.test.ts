import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../kit/databases.ts';
import { listen } from '../listener.ts';

describeOnBothDatabases('an operationName that is empty', (use) => {
  const QUERY = 'query Q { viewer { name } }';
  const ANSWERED = { status: 200, body: { data: { viewer: { name: expect.any(String) } } } };

  it('is none, by GET and by POST', async () => {
    const { post, request } = await listen(use());
    expect(await post({ query: QUERY, operationName: '' })).toMatchObject(ANSWERED);
    const search = `?${new URLSearchParams({ query: QUERY, operationName: '' })}`;
    expect(await request({ method: 'GET' }, search)).toMatchObject(ANSWERED);
  });

  it('chooses none of several operations, and a wrong one is not taken for it', async () => {
    const { post } = await listen(use());
    const several = `${QUERY} query R { viewer { name } }`;
    expect(await post({ query: several, operationName: '' })).toMatchObject({ status: 400 });
    expect(await post({ query: QUERY, operationName: 'S' })).toMatchObject({ status: 400 });
    expect(await post({ query: several, operationName: 'R' })).toMatchObject(ANSWERED);
  });

  it('is none of a subscription', async () => {
    const { url } = await listen(use());
    const query = 'subscription { collectionProgress { ended } }';
    const accept = { accept: 'text/event-stream' };
    const streams = [
      await fetch(`${url}?${new URLSearchParams({ query, operationName: '' })}`, { headers: accept }),
      await fetch(url, {
        method: 'POST',
        headers: { ...accept, 'content-type': 'application/json' },
        body: JSON.stringify({ query, operationName: '' }),
      }),
    ];
    for (const stream of streams) {
      expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
      const { value } = (await stream.body?.getReader().read()) ?? {};
      expect(new TextDecoder().decode(value)).toMatch(/^:/);
    }
  });
});
