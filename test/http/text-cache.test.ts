import { expect, it } from 'vitest';
import { createTextCache } from '#src/http/text-cache.ts';

it('forgets what has not been asked for the longest', () => {
  const cache = createTextCache<number>(2);
  cache.set('a', 1);
  cache.set('b', 2);
  expect(cache.get('a')).toBe(1);
  cache.set('c', 3);
  expect(['a', 'b', 'c'].map((text) => cache.get(text))).toEqual([1, undefined, 3]);
});

it('is bounded by the length of all texts together, and takes none that alone is too long', () => {
  const cache = createTextCache<number>(100, 10);
  cache.set('aaaa', 1);
  cache.set('bbbb', 2);
  cache.set('aaaa', 3);
  cache.set('cccc', 4);
  expect(['aaaa', 'bbbb', 'cccc'].map((text) => cache.get(text))).toEqual([3, undefined, 4]);
  cache.set('d'.repeat(11), 5);
  expect(cache.get('d'.repeat(11))).toBeUndefined();
  expect(cache.get('cccc')).toBe(4);
});

it('keeps nothing where nothing is to be kept', () => {
  const cache = createTextCache<number>(0);
  cache.set('a', 1);
  expect(cache.get('a')).toBeUndefined();
});
