/** What V8's sampling profiler has written (`.cpuprofile`). */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** Ids of nodes, one for each sample. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

/** The share of a layer in the time that the process worked; 0.43 is 43 %. */
export interface LayerShare {
  readonly layer: string;
  readonly share: number;
}

/** The first that fits the path of a file names its layer. */
const LAYERS: readonly (readonly [RegExp, string])[] = [
  [/dist\/src\/graphql\/guards\//, 'guards (limits, complexity, deadline)'],
  [/\/graphql\/(language|validation)\//, 'parse, validate'],
  [/\/graphql\/(execution|type|jsutils|utilities|error)\//, 'execute (graphql-js)'],
  [/dist\/src\/graphql\/|@pothos/, 'resolvers, context, scalars'],
  [/graphql-yoga|@whatwg-node|@envelop|@graphql-tools/, 'yoga'],
  [/dist\/src\/(http|auth)\/|\/hono\/|@hono\//, 'HTTP (Hono, listener, middleware, authentication)'],
  [/@prisma\/|generated\/prisma/, 'Prisma'],
  [/\/node_modules\/(pg|pg-[a-z]+|postgres-[a-z]+)\//, 'pg'],
  [/dist\/src\/store\//, 'store'],
  [/dist\/src\/service\/|dataloader/, 'service'],
  [/dist\/src\/core\/|decimal\.js|temporal-polyfill|fraction\.js/, 'core'],
  [/dist\/src\//, 'other files of src'],
];
const WEB_STREAMS = /internal\/(webstreams|deps\/undici)/;
/** What the profiler calls what is not a function. */
const IDLE = '(idle)';
const OWN_LAYERS: Readonly<Record<string, string>> = {
  '(garbage collector)': 'garbage collection',
  '(program)': 'outside JavaScript',
};

/**
 * Adds up a profile by layer. What Node does counts for the layer that has called it, but not fetch's objects and web streams,
 * which are a layer. What nobody has called (the event loop, promises) is Node's.
 */
export function layerShares(profile: CpuProfile): LayerShare[] {
  const parents = new Map<number, ProfileNode>();
  for (const node of profile.nodes) for (const child of node.children ?? []) parents.set(child, node);
  const layers = new Map(profile.nodes.map((node) => [node.id, layerOf(node, parents)]));
  const sums = new Map<string, number>();
  let total = 0;
  profile.samples.forEach((id, index) => {
    const layer = layers.get(id) ?? IDLE;
    if (layer === IDLE) return;
    const time = profile.timeDeltas[index] ?? 0;
    total += time;
    sums.set(layer, (sums.get(layer) ?? 0) + time);
  });
  return [...sums].map(([layer, time]) => ({ layer, share: time / total })).sort((a, b) => b.share - a.share);
}

function layerOf(node: ProfileNode, parents: ReadonlyMap<number, ProfileNode>): string {
  const { functionName } = node.callFrame;
  if (functionName === IDLE) return IDLE;
  const own = OWN_LAYERS[functionName];
  if (own !== undefined) return own;
  for (let frame: ProfileNode | undefined = node; frame; frame = parents.get(frame.id)) {
    const { url } = frame.callFrame;
    if (WEB_STREAMS.test(url)) return "fetch's Request and Response, web streams";
    const layer = LAYERS.find(([path]) => path.test(url))?.[1];
    if (layer !== undefined) return layer;
  }
  return 'Node (event loop, promises, sockets)';
}
