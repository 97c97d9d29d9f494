import { callOutcome } from './call-outcome';

describe('callOutcome', () => {
  it.each([
    ['ok', 200, 'ok'],
    ['cut', 200, 'limited'],
    ['aborted', 499, 'aborted'],
    ['refused', 400, 'client_error'],
    ['refused', 429, 'upstream_error'],
    ['refused', 401, 'upstream_error'],
    ['refused', 502, 'upstream_error'],
    ['unknown', 504, 'upstream_error'],
    ['truncated', 200, 'upstream_error'],
    ['crashed', 500, 'upstream_error'],
  ] as const)('%s with %i counts as %s', (outcome, status, counted) => {
    expect(callOutcome(outcome, status)).toBe(counted);
  });
});
