import * as fc from 'fast-check';
import { RequestBuckets } from './request-buckets';

const MINUTE_MS = 60_000;
const limits = { requestsPerMinute: 6, callsAtOnce: 100 };
const isTaken = (result: object) => !('reason' in result);

describe('requests per minute', () => {
  it('may come all at once, then as fast as the bucket fills', () => {
    const buckets = new RequestBuckets(10);
    const remaining = Array.from({ length: 6 }, () => buckets.take('a', limits, 0)).map(
      (result) => 'remaining' in result && result.remaining,
    );
    expect(remaining).toEqual([5, 4, 3, 2, 1, 0]);
    expect(buckets.take('a', limits, 0)).toEqual({ reason: 'rate', limit: 6, waitMs: 10_000 });
    expect(isTaken(buckets.take('a', limits, 9_000))).toBe(true);
    expect(isTaken(buckets.take('a', limits, 10_000))).toBe(false);
  });

  it('are counted for each name alone', () => {
    const buckets = new RequestBuckets(10);
    const one = { requestsPerMinute: 1, callsAtOnce: 1 };
    expect(isTaken(buckets.take('a', one, 0))).toBe(true);
    expect(isTaken(buckets.take('b', one, 0))).toBe(true);
  });

  it('are never more than twice the limit in any minute, nor refused below it', () => {
    const limit = fc.integer({ min: 1, max: 50 });
    const gaps = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 300 });
    fc.assert(
      fc.property(limit, gaps, (requestsPerMinute, gaps) => {
        const buckets = new RequestBuckets(10);
        const taken: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const recent = taken.filter((at) => at > now - MINUTE_MS).length;
          const result = buckets.take('a', { requestsPerMinute, callsAtOnce: 1e6 }, now);
          if (isTaken(result)) taken.push(now);
          else expect(recent).toBeGreaterThanOrEqual(requestsPerMinute);
          expect(recent).toBeLessThanOrEqual(2 * requestsPerMinute + 1);
        }
      }),
    );
  });

  it('are as if never made after undo', () => {
    const buckets = new RequestBuckets(10);
    const one = { requestsPerMinute: 1, callsAtOnce: 1 };
    buckets.take('a', one, 0);
    buckets.undo('a', one);
    expect(isTaken(buckets.take('a', one, 0))).toBe(true);
  });
});

describe('calls at once', () => {
  it('wait for one to end', () => {
    const buckets = new RequestBuckets(10);
    const two = { requestsPerMinute: 1e6, callsAtOnce: 2 };
    buckets.take('a', two, 0);
    buckets.take('a', two, 0);
    expect(buckets.take('a', two, 0)).toEqual({ reason: 'running', limit: 2, waitMs: null });
    buckets.release('a');
    expect(isTaken(buckets.take('a', two, 0))).toBe(true);
  });
});

describe('memory', () => {
  it('holds no more names than allowed, and forgets idle ones first', () => {
    const buckets = new RequestBuckets(3);
    const one = { requestsPerMinute: 1, callsAtOnce: 1 };
    buckets.take('busy', one, 0);
    for (let user = 0; user < 100; user += 1) {
      buckets.take(`user ${user}`, one, user);
      buckets.release(`user ${user}`);
    }
    expect(buckets.size).toBe(3);
    expect(buckets.take('busy', one, 100)).toMatchObject({ reason: 'running' });
  });
});
