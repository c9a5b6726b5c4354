/** A small seeded generator of plausible numbers: the same seed gives the same world on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number;
  /** Whether something of that probability happens. */
  chance(probability: number): boolean;
  pick<T>(values: readonly [T, ...T[]]): T;
  /** One of the values, each as often as its weight says. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T;
  /** Bell-shaped around `mean`. */
  normal(mean: number, deviation: number): number;
  /** How often something happens that happens `mean` times on average. */
  poisson(mean: number): number;
  /** An independent stream, so that what is drawn in one place does not shift what is drawn in another. */
  fork(label: string): Random;
}

export function createRandom(seed: string): Random {
  const next = mulberry32(hash(seed));
  const normal = (mean: number, deviation: number) =>
    mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    normal,
    int: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick: (values) => values[Math.floor(next() * values.length)] ?? values[0],
    weighted: (choices) => pickWeighted(choices, next()),
    poisson: (mean) => (mean > 30 ? Math.max(0, Math.round(normal(mean, Math.sqrt(mean)))) : smallPoisson(mean, next)),
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}

function pickWeighted<T>(choices: readonly (readonly [T, number])[], draw: number): T {
  let rest = draw * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of choices) {
    rest -= weight;
    if (rest < 0) return value;
  }
  const last = choices.at(-1);
  if (last === undefined) throw new RangeError('Nothing to choose from');
  return last[0];
}

/** Knuth's multiplication of uniform draws; fine for small means. */
function smallPoisson(mean: number, next: () => number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = next(); product > limit; product *= next()) count += 1;
  return count;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return state >>> 0;
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
