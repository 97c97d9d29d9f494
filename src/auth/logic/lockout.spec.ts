import { afterFailure, lockedForMs, type Failures, type LockoutRule } from './lockout';

const rule: LockoutRule = {
  freeFailures: 3,
  lockMsFirst: 1000,
  lockMsMax: 5000,
  forgetAfterMs: 60_000,
};

function failed(times: number): Failures | undefined {
  let failures: Failures | undefined;
  for (let n = 0; n < times; n += 1) failures = afterFailure(rule, failures, 0);
  return failures;
}

describe('lock-out', () => {
  it.each([
    [0, 0],
    [2, 0],
    [3, 1000],
    [4, 2000],
    [5, 4000],
    [6, 5000],
    [500, 5000],
  ])('after %d failures lasts %d ms', (times, ms) => {
    expect(lockedForMs(failed(times), 0)).toBe(ms);
  });

  it('ends by itself', () => {
    expect(lockedForMs(failed(3), 999)).toBe(1);
    expect(lockedForMs(failed(3), 1000)).toBe(0);
  });

  it('is forgotten after a quiet time', () => {
    expect(afterFailure(rule, failed(5), 60_001).count).toBe(1);
    expect(afterFailure(rule, failed(5), 60_000).count).toBe(6);
  });
});
