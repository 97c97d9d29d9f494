import { FreshCache } from './fresh-cache';

function cacheOf(values: Record<string, number>, entriesMax = 2) {
  const clock = { nowMs: 0 };
  const loads: string[] = [];
  const cache = new FreshCache<number>({
    entriesMax,
    maxAgeMs: 100,
    missAgeMs: 10,
    nowMs: () => clock.nowMs,
    load: async (key) => {
      loads.push(key);
      return values[key] ?? null;
    },
  });
  return { cache, clock, loads };
}

describe('FreshCache', () => {
  it('answers without a promise once it knows', async () => {
    const { cache, loads } = cacheOf({ a: 1 });
    expect(await cache.get('a')).toBe(1);
    expect(cache.get('a')).toBe(1);
    expect(loads).toEqual(['a']);
  });

  it('asks again when the memory is too old, sooner for what does not exist', async () => {
    const { cache, clock } = cacheOf({ a: 1 });
    await cache.get('a');
    await cache.get('none');
    expect(cache.peek('none')).toBeNull();
    clock.nowMs = 10;
    expect(cache.peek('none')).toBeUndefined();
    expect(cache.peek('a')).toBe(1);
    clock.nowMs = 100;
    expect(cache.peek('a')).toBeUndefined();
  });

  it('keeps the most recently used', async () => {
    const { cache } = cacheOf({ a: 1, b: 2, c: 3 });
    await cache.get('a');
    await cache.get('b');
    cache.peek('a');
    await cache.get('c');
    expect([cache.peek('a'), cache.peek('b'), cache.peek('c')]).toEqual([1, undefined, 3]);
  });

  it('shares one load between callers', async () => {
    const { cache, loads } = cacheOf({ a: 1 });
    expect(await Promise.all([cache.get('a'), cache.get('a')])).toEqual([1, 1]);
    expect(loads).toEqual(['a']);
  });

  it('does not remember a load that was overtaken by a change', async () => {
    const { cache } = cacheOf({ a: 1 });
    const early = cache.get('a');
    cache.forget('a');
    expect(await early).toBe(1);
    expect(cache.peek('a')).toBeUndefined();
  });

  it('forgets by value', async () => {
    const { cache } = cacheOf({ a: 1, b: 2 });
    await cache.get('a');
    await cache.get('b');
    cache.forgetWhere((value) => value === 1);
    expect([cache.peek('a'), cache.peek('b')]).toEqual([undefined, 2]);
  });
});
