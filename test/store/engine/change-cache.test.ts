import { beforeEach, describe, expect, it } from 'vitest';
import { type Change, parseChange, touchesOrganization } from '#src/store/engine/change.ts';
import { createCacheStore } from '#src/store/engine/change-cache.ts';

const EVERYTHING: Change = { kind: 'everything' };
const SIZE = 100;

interface Cached {
  readonly organizationId: number;
}

describe('a cache of what is read', () => {
  let isReliable: boolean;
  let change: (change: Change) => void;
  const changes = {
    subscribe: (listener: (change: Change) => void) => {
      change = listener;
      return () => undefined;
    },
    isReliable: () => isReliable,
  };
  const openCache = (maxBytes = 8 * SIZE) => {
    const store = createCacheStore(changes, maxBytes);
    return store.createCache<Cached>({
      name: 'test',
      sizeOf: () => SIZE,
      isTouched: ({ organizationId }, each) => touchesOrganization(each, organizationId),
    });
  };
  const of = (organizationId: number): Cached => ({ organizationId });
  beforeEach(() => {
    isReliable = true;
  });

  it('has what was read until something changes that touches it', () => {
    const cache = openCache();
    cache.begin()('a', of(1));
    cache.begin()('b', of(2));
    change(parseChange('2:2025'));
    change(parseChange('access'));
    expect([cache.get('a'), cache.get('b')]).toEqual([of(1), undefined]);
    change(EVERYTHING);
    expect(cache.get('a')).toBeUndefined();
  });

  it('does not take what a change has touched while it was read, and says so', () => {
    const cache = openCache();
    const keep = cache.begin();
    change(parseChange('1:2025'));
    expect(keep('a', of(1))).toBe(false);
    expect(keep('b', of(2))).toBe(true);
    expect([cache.get('a'), cache.get('b')]).toEqual([undefined, of(2)]);
  });

  it('does not take what was read while more has changed than it notes', () => {
    const cache = openCache();
    const keep = cache.begin();
    for (let count = 0; count < 1_001; count += 1) change(parseChange('2:'));
    expect(keep('a', of(1))).toBe(false);
    expect(cache.begin()('a', of(1))).toBe(true);
  });

  it('takes nothing while changes could go unnoticed, and does not have it read again for that', () => {
    isReliable = false;
    const cache = openCache();
    const keep = cache.begin();
    isReliable = true;
    expect(keep('a', of(1))).toBe(true);
    expect(cache.get('a')).toBeUndefined();
  });

  it('takes nothing with a bound of 0', () => {
    const cache = openCache(0);
    expect(cache.begin()('a', of(1))).toBe(true);
    expect(cache.get('a')).toBeUndefined();
  });

  it('evicts what was used least recently, of all caches together', () => {
    const store = createCacheStore(changes, 16 * SIZE);
    const kind = { name: 'test', sizeOf: () => 2 * SIZE, isTouched: () => true };
    const caches = [store.createCache<Cached>(kind), store.createCache<Cached>(kind)] as const;
    for (let key = 0; key < 8; key += 1) caches[0].begin()(String(key), of(1));
    caches[0].get('0');
    caches[1].begin()('0', of(2));
    const cached = [0, 1, 2].map((key) => caches[0].get(String(key))?.organizationId);
    expect([cached, caches[1].get('0')]).toEqual([[1, undefined, 1], of(2)]);
  });

  it('cleared, leaves those of other caches', () => {
    const store = createCacheStore(changes, 8 * SIZE);
    const kind = { name: 'test', sizeOf: () => SIZE, isTouched: () => true };
    const [one, other] = [store.createCache<Cached>(kind), store.createCache<Cached>(kind)];
    one.begin()('a', of(1));
    other.begin()('a', of(2));
    one.clear();
    expect([one.get('a'), other.get('a')]).toEqual([undefined, of(2)]);
  });
});

describe('a notification', () => {
  it.each([
    ['7:2025,2026', { kind: 'organization', organizationId: 7, years: new Set(['2025', '2026']), isOfItself: false }],
    ['7:', { kind: 'organization', organizationId: 7, years: new Set(), isOfItself: false }],
    ['organization:7', { kind: 'organization', organizationId: 7, years: new Set(), isOfItself: true }],
    ['access', { kind: 'access' }],
    ...['*', '', 'x', '7', ':2025', '7:25', '7:2025,', '7:2025 8:2025'].map(
      (payload) => [payload, EVERYTHING] as const,
    ),
  ] as const)('%j means %j', (payload, expected) => {
    expect(parseChange(payload)).toEqual(expected);
  });
});
