import { BoundedHits } from './bounded-hits';

describe('BoundedHits', () => {
  it('counts within a window and starts again after it', () => {
    const hits = new BoundedHits(10);
    expect(hits.hit('a', 1000, 0).count).toBe(1);
    expect(hits.hit('a', 1000, 999)).toEqual({ count: 2, endsAtMs: 1000 });
    expect(hits.hit('b', 1000, 999).count).toBe(1);
    expect(hits.hit('a', 1000, 1000)).toEqual({ count: 1, endsAtMs: 2000 });
  });

  it('remembers no more keys than it may', () => {
    const hits = new BoundedHits(3);
    for (let n = 0; n < 100; n += 1) hits.hit(`key ${n}`, 1000, n);
    expect(hits.size).toBe(3);
    expect(hits.hit('key 99', 1000, 100).count).toBe(2);
  });
});
