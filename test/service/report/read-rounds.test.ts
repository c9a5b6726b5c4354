import { expect, it } from 'vitest';
import { andThen } from '#src/service/report/maybe-promise.ts';
import { createReadRounds } from '#src/service/report/read-rounds.ts';

/** Reads that end when the test says so, with what was asked for. */
function heldReads() {
  const asked: string[][] = [];
  const held: (() => void)[] = [];
  return {
    asked,
    read: async (keys: readonly string[]) => {
      asked.push([...keys]);
      await new Promise<void>((resolve) => held.push(resolve));
      return keys;
    },
    /** Ends the reads that are under way and lets follow what follows. */
    async end() {
      for (const resolve of held.splice(0)) resolve();
      await settled();
    },
  };
}

/** Once everything that can happen without a read ending has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

it('reads what is asked for while a round is under way in the next one, however fast its reads end', async () => {
  const rounds = createReadRounds();
  const slow = heldReads();
  const fast = heldReads();
  const slowLoader = rounds.loader(slow.read);
  const fastLoader = rounds.loader(fast.read);
  const answers = Promise.all([
    slowLoader.load('a'),
    andThen(fastLoader.load('b'), () => slowLoader.load('c')),
    andThen(fastLoader.load('d'), async () => [await slowLoader.load('e'), await fastLoader.load('f')]),
    andThen(slowLoader.load('g'), () => slowLoader.load('h')),
  ]);
  await settled();
  expect([slow.asked, fast.asked]).toEqual([[['a', 'g']], [['b', 'd']]]);
  await fast.end();
  expect([slow.asked, fast.asked]).toEqual([[['a', 'g']], [['b', 'd']]]);
  await slow.end();
  expect(slow.asked).toEqual([
    ['a', 'g'],
    ['c', 'e', 'h'],
  ]);
  await slow.end();
  expect(fast.asked).toEqual([['b', 'd'], ['f']]);
  await fast.end();
  expect(await answers).toEqual(['a', 'c', ['e', 'f'], 'h']);
});

it('answers at once what has been read, and reads it once', async () => {
  const asked: string[] = [];
  const loader = createReadRounds().loader(async (keys: readonly string[]) => {
    asked.push(...keys);
    return keys.map((key) => key === 'closed');
  });
  const first = [loader.load('open'), loader.load('open'), loader.load('closed')];
  expect(first.every((value) => value instanceof Promise)).toBe(true);
  expect(await Promise.all(first)).toEqual([false, false, true]);
  expect([loader.load('open'), loader.load('closed')]).toEqual([false, true]);
  expect(asked).toEqual(['open', 'closed']);
});

it('goes on after a read that failed', async () => {
  const rounds = createReadRounds();
  const failing = rounds.loader<string, string>(async () => {
    throw new Error('The database is gone');
  });
  const working = rounds.loader<string, string>(async (keys) => keys);
  await expect(failing.load('a')).rejects.toThrow('The database is gone');
  expect(await working.load('b')).toBe('b');
});
