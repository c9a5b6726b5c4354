import type { Asked, Harness, Load, RunningServer } from './harness.ts';
import { median } from './timing.ts';

/** A server that takes part in the rounds, and what it is asked. */
export interface Contestant {
  readonly name: string;
  readonly server: RunningServer;
  readonly asked: Asked;
}

/** A contestant's medians of all rounds. */
export interface Medians {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the server's process, the threads of its garbage collector included; not of the database. */
  readonly cpuMsPerRequest: number;
  /** The lowest and the highest requests per second of a round: the noise of the machine. */
  readonly range: readonly [number, number];
  /** Requests per second as a multiple of the reference's of the same round. */
  readonly ratio: number;
  /** p99 as a multiple of the reference's of the same round. */
  readonly p99Ratio: number;
}

interface Round extends Load {
  readonly cpuMsPerRequest: number;
}

const WARM_UP_SECONDS = 1;

/**
 * Loads the contestants one after the other, round by round, every other round in reverse order, so that a machine that gets
 * slower or faster does so for all. Each round is compared within itself.
 * @param reference name of the contestant that the others are compared with
 * @returns medians by name
 */
export async function alternate(
  harness: Pick<Harness, 'load'>,
  contestants: readonly Contestant[],
  { rounds, reference }: { readonly rounds: number; readonly reference: string },
): Promise<ReadonlyMap<string, Medians>> {
  const found = new Map<string, Round[]>(contestants.map(({ name }) => [name, []]));
  // Once before all, so that no code is compiled in the first round only.
  for (const { server, asked } of contestants) await harness.load(server.base, asked, WARM_UP_SECONDS);
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? contestants : contestants.toReversed();
    for (const contestant of order) found.get(contestant.name)?.push(await measureRound(harness, contestant));
  }
  const references = found.get(reference) ?? [];
  return new Map([...found].map(([name, own]) => [name, mediansOf(own, references)]));
}

async function measureRound(harness: Pick<Harness, 'load'>, { server, asked }: Contestant): Promise<Round> {
  const before = await server.usage();
  const load = await harness.load(server.base, asked, WARM_UP_SECONDS);
  const cpuMs = (await server.usage()).cpuMs - before.cpuMs;
  return { ...load, cpuMsPerRequest: cpuMs / load.requests };
}

function mediansOf(rounds: readonly Round[], references: readonly Round[]): Medians {
  const of = (value: (round: Round, reference: Round) => number): number =>
    median(rounds.map((round, index) => value(round, references[index] ?? round)));
  const rates = rounds.map(({ requestsPerSecond }) => requestsPerSecond);
  return {
    requestsPerSecond: median(rates),
    p50Ms: of(({ p50Ms }) => p50Ms),
    p99Ms: of(({ p99Ms }) => p99Ms),
    cpuMsPerRequest: of(({ cpuMsPerRequest }) => cpuMsPerRequest),
    range: [Math.min(...rates), Math.max(...rates)],
    ratio: of((own, other) => own.requestsPerSecond / other.requestsPerSecond),
    p99Ratio: of((own, other) => own.p99Ms / other.p99Ms),
  };
}

/** The medians as a table in Markdown. */
export function describeMedians(medians: ReadonlyMap<string, Medians>, reference: string): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const head = ['', 'requests/s', 'lowest–highest', 'p50 ms', 'p99 ms', 'CPU ms a request', `× ${reference}`, 'p99 ×'];
  const rows = [...medians].map(
    ([name, { requestsPerSecond, range, p50Ms, p99Ms, cpuMsPerRequest, ratio, p99Ratio }]) =>
      row([
        name,
        requestsPerSecond.toFixed(0),
        range.map((rate) => rate.toFixed(0)).join('–'),
        p50Ms.toFixed(1),
        p99Ms.toFixed(1),
        cpuMsPerRequest.toFixed(2),
        ratio.toFixed(2),
        p99Ratio.toFixed(2),
      ]),
  );
  return [row(head), row(head.map(() => '---')), ...rows].join('');
}
