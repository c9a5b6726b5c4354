import { execute, parse, validate } from 'graphql';
import { LOCAL_VIEWER } from '#src/auth/viewer.ts';
import { createContext } from '#src/graphql/context.ts';
import { schema } from '#src/graphql/schema.ts';
import { createSnapshots } from '#src/service/report/snapshots.ts';
import { openDatabase } from '#src/store/engine/database.ts';

const ROUNDS = 60;

/** Milliseconds of each layer of one request, as the median of some rounds: what there is to work on. */
export async function layerTimes(
  url: string,
  request: { query: string; variables: Record<string, string> },
): Promise<string> {
  const database = await openDatabase({
    connection: { kind: 'postgresql', url },
    organizationName: 'Bench',
    owner: { command: 'bench' },
  });
  const snapshots = createSnapshots(database);
  const services = {
    database,
    snapshots,
    schedule: { status: () => Promise.reject(new Error('not asked for')) },
    clock: () => new Date(),
    logger: { error: () => undefined },
    config: { timeZone: 'America/Chicago' },
  };
  const run = async () => {
    const contextValue = createContext(services as never, { viewer: LOCAL_VIEWER, requestId: 'bench' });
    const { errors, data } = await execute({ schema, document, variableValues: request.variables, contextValue });
    if (errors) throw errors[0];
    return data;
  };
  const document = parse(request.query);
  const forget = database.changes as typeof database.changes & { changed(change: object): void };
  const data = await run();
  const layers: Record<string, () => unknown> = {
    parse: () => parse(request.query),
    validate: () => validate(schema, document),
    'execute, nothing changed': run,
    'execute, from the database': () => {
      forget.changed({ kind: 'everything' });
      return run();
    },
    serialize: () => JSON.stringify({ data }),
  };
  const lines: string[] = [];
  for (const [name, layer] of Object.entries(layers)) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const begin = performance.now();
      await layer();
      times.push(performance.now() - begin);
    }
    times.sort((a, b) => a - b);
    lines.push(`  ${name.padEnd(28)} ${(times[ROUNDS / 2] ?? 0).toFixed(2)} ms\n`);
  }
  await database.close();
  return `One dashboard query, by layer (median):\n${lines.join('')}`;
}
