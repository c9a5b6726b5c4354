import { beforeEach, expect, it, vi } from 'vitest';
import { createChangeCache } from '#src/store/engine/change-cache.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';

describeOnBothDatabases('a cache of what is read', (use) => {
  beforeEach(() => emptyDatabase(use()));

  /** A cache while changes are heard. The server may still tell of an earlier one: what is cached is asked for at once. */
  const openCache = async () => {
    const { database } = use();
    const cache = database.createCache<string, { readonly value: number }>({ max: 2 });
    await vi.waitUntil(() => database.changes.isReliable(), { timeout: 10_000 });
    return { cache, change: () => database.transaction(async () => undefined) };
  };

  it('has what was read until anything changes', async () => {
    const { cache, change } = await openCache();
    await vi.waitUntil(() => cache.begin()('a', { value: 1 }) && cache.get('a')?.value === 1, { timeout: 10_000 });
    await change();
    expect(cache.get('a')).toBeUndefined();
  });

  it('does not take what was read while something changed, and says so', async () => {
    const { cache, change } = await openCache();
    const keep = cache.begin();
    await change();
    expect(keep('a', { value: 1 })).toBe(false);
    expect(cache.get('a')).toBeUndefined();
  });

  it('does not take what was read before it was cleared', async () => {
    const { cache } = await openCache();
    const keep = cache.begin();
    cache.clear();
    expect(keep('a', { value: 1 })).toBe(false);
  });

  it('takes nothing while changes could go unnoticed, and does not have it read again for that', async () => {
    const { changes } = use().database;
    const cache = createChangeCache<string, object>({ ...changes, isReliable: () => false }, { max: 2 });
    expect(cache.begin()('a', { value: 1 })).toBe(true);
    expect(cache.get('a')).toBeUndefined();
  });

  it('evicts what was used least recently', async () => {
    const { cache } = await openCache();
    const keep = cache.begin();
    for (const key of ['a', 'b']) keep(key, { value: 1 });
    cache.get('a');
    keep('c', { value: 1 });
    expect(['a', 'b', 'c'].map((key) => cache.get(key)?.value)).toEqual([1, undefined, 1]);
  });
});
