import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLField,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { openApp } from '#src/app.ts';
import { createRefusals } from '#src/auth/refusals.ts';
import { LOCAL_VIEWER } from '#src/auth/viewer.ts';
import { parseConfig } from '#src/config/config.ts';
import { createContext, type GraphqlContext } from '#src/graphql/context.ts';
import { schema } from '#src/graphql/schema.ts';
import { executeCompiled } from '#src/graphql/serving/compiled-execution.ts';
import { createLogger } from '#src/log/log.ts';
import type { Change } from '#src/store/engine/change.ts';

/** Rounds before measuring, so that everything is compiled, and measured rounds. */
const WARM_UP = 100;
const ROUNDS = 100;
const RESOLVERS_SHOWN = 12;

interface Asked {
  readonly name: string;
  readonly query: string;
  readonly variables: Record<string, string>;
}

/** Executes a document from memory, or from the database where `forget` is called before. */
interface Executions {
  readonly document: DocumentNode;
  readonly reference: () => Promise<ExecutionResult>;
  readonly compiled: () => Promise<ExecutionResult>;
  readonly forget: () => void;
}

/** What each layer of each request takes, and each resolver of its execution: what there is to work on. */
export async function layerTimes(url: string, requests: readonly Asked[]): Promise<string> {
  const logger = createLogger({ level: 'silent', file: null, stream: 'none', secrets: [] });
  const app = await openApp(parseConfig({ DATABASE_URL: url }), { logger, command: 'bench' });
  const { database } = app;
  const services = { ...app, refusals: createRefusals(app) };
  const changes = database.changes as typeof database.changes & { changed(change: Change): void };
  const report: string[] = [];
  for (const { name, query, variables } of requests) {
    const document = parse(query);
    const args = () => {
      const contextValue = createContext(services, { viewer: LOCAL_VIEWER, requestId: 'bench' });
      return { schema, document, variableValues: variables, contextValue };
    };
    const executions: Executions = {
      document,
      reference: async () => execute(args()),
      compiled: async () => executeCompiled(args()),
      forget: () => changes.changed({ kind: 'everything' }),
    };
    report.push(await timesOfLayers(name, query, executions), await timesOfResolvers(name, executions));
  }
  await app.close();
  return report.join('\n');
}

async function timesOfLayers(
  name: string,
  query: string,
  { document, reference, compiled, forget }: Executions,
): Promise<string> {
  const { data, errors } = await compiled();
  if (errors) throw errors[0];
  const layers: Record<string, () => unknown> = {
    parse: () => parse(query),
    validate: () => validate(schema, document),
    'execute by graphql-js': reference,
    'execute compiled': compiled,
    'execute from the database': () => {
      forget();
      return compiled();
    },
    serialize: () => JSON.stringify({ data }),
  };
  const times = await alternating(layers);
  const whole = times.get('execute by graphql-js') ?? 1;
  const lines = [...times].map(
    ([layer, ms]) => `  ${layer.padEnd(28)} ${ms.toFixed(2)} ms ${((100 * ms) / whole).toFixed(0).padStart(4)} %\n`,
  );
  return `${name}: CPU time of the process, median, and its share of an execution by graphql-js\n${lines.join('')}`;
}

/** The layers take turns, so that all of them share what the machine does besides. */
async function alternating(layers: Readonly<Record<string, () => unknown>>): Promise<ReadonlyMap<string, number>> {
  const times = new Map<string, number[]>(Object.keys(layers).map((layer) => [layer, []]));
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (const [layer, work] of Object.entries(layers)) {
      const begin = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(begin);
      if (round >= WARM_UP) times.get(layer)?.push((user + system) / 1_000);
    }
  }
  return new Map([...times].map(([layer, all]) => [layer, all.sort((a, b) => a - b)[all.length >> 1] ?? 0]));
}

/** Time within each resolver, until it returns, over some executions; what its promise waits for is not in it. */
async function timesOfResolvers(name: string, { reference }: Executions): Promise<string> {
  const spent = new Map<string, { ms: number; calls: number }>();
  const restore = timeResolvers(spent);
  for (let round = 0; round < ROUNDS; round += 1) await reference();
  restore();
  const largest = [...spent].sort(([, a], [, b]) => b.ms - a.ms).slice(0, RESOLVERS_SHOWN);
  const lines = largest.map(
    ([field, { ms, calls }]) =>
      `  ${field.padEnd(36)} ${(ms / ROUNDS).toFixed(3)} ms in ${(calls / ROUNDS).toFixed(0)} calls\n`,
  );
  return `${name}: resolvers of one execution, with the clock read before and after each\n${lines.join('')}`;
}

/** Measures every resolver of the schema until the returned function is called. */
function timeResolvers(spent: Map<string, { ms: number; calls: number }>): () => void {
  const restores: (() => void)[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values<GraphQLField<unknown, GraphqlContext>>(type.getFields())) {
      const { resolve } = field;
      if (!resolve) continue;
      const sum = { ms: 0, calls: 0 };
      field.resolve = (...asked) => {
        const begin = performance.now();
        try {
          return resolve(...asked);
        } finally {
          sum.ms += performance.now() - begin;
          sum.calls += 1;
        }
      };
      spent.set(`${type.name}.${field.name}`, sum);
      restores.push(() => {
        field.resolve = resolve;
      });
    }
  }
  return () => {
    for (const restore of restores) restore();
  };
}
