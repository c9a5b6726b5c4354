import { fillBooks } from '../serving/books.ts';
import { createHarness, describeMeasured } from '../serving/harness.ts';
import { DASHBOARD, SERIES } from './queries.ts';

/**
 * Requests per second and p99 of the GraphQL server with 10 connections, as a share of a bare `node:http` server that
 * answers the same bytes in the same run: once while nothing changes, once with every request going to PostgreSQL.
 */
const harness = createHarness(process.argv[2] ?? '5');
try {
  const url = await harness.startPostgres();
  const { quarter, from, to } = await fillBooks({ kind: 'postgresql', url });
  const asked = [
    { name: 'dashboard', body: JSON.stringify({ query: DASHBOARD, variables: { quarter } }) },
    { name: 'series', body: JSON.stringify({ query: SERIES, variables: { from, to } }) },
  ];
  for (const { name, body } of asked) {
    for (const mode of ['warm', 'cold'] as const) {
      const measured = await harness.measure(url, mode, { name, method: 'POST', path: '/graphql', body });
      process.stdout.write(describeMeasured(name, mode, measured));
    }
  }
  // graphql-js is to be loaded as the program loads it.
  process.env['NODE_ENV'] = 'production';
  const { layerTimes } = await import('./layers.ts');
  process.stdout.write(
    await layerTimes(url, [
      { name: 'dashboard', query: DASHBOARD, variables: { quarter } },
      { name: 'series', query: SERIES, variables: { from, to } },
    ]),
  );
} finally {
  harness.close();
}
