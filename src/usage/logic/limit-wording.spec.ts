import type { LimitState } from '../../ledger/ledger.types';
import { describeLimitReached, describeWait, limitName } from './limit-wording';

const now = Date.parse('2026-11-21T14:48:00Z');
const state: LimitState = {
  scope: 'key:k',
  unit: 'tokens',
  window: 'day',
  windowStart: '2026-11-21',
  cap: 1000,
  used: 900,
  held: 50,
  resetsAtMs: Date.parse('2026-11-22T00:00:00Z'),
};

describe('the sentence at a limit', () => {
  it('names the limit, the numbers and when it resets, both ways', () => {
    expect(describeLimitReached(state, 100, now)).toBe(
      'The daily token limit of this API key is reached: 900 tokens used and 50 tokens held by ' +
        'running calls, of 1000 tokens; this call needs 100 tokens. It resets in 9 h 12 min ' +
        '(2026-11-22T00:00:00Z). GET /api/inference/limits shows all your limits.',
    );
  });

  it('says when waiting does not help', () => {
    const total = {
      ...state,
      scope: 'user:u',
      window: 'total',
      resetsAtMs: null,
      held: 0,
    } as const;
    expect(describeLimitReached(total, 1, now)).toBe(
      'The total token limit of your account is reached: 900 tokens used, of 1000 tokens; this ' +
        'call needs 1 token. It does not reset: an admin can raise it. ' +
        'GET /api/inference/limits shows all your limits.',
    );
  });

  it.each([
    ['user:1', 'total', 'total token limit of your account'],
    ['key:1', 'month', 'monthly token limit of this API key'],
    ['game:1', 'day', 'daily token limit of this game'],
    ['play:1', 'total', 'total token limit of this play session'],
  ] as const)('calls %s %s the %s', (scope, window, name) => {
    expect(limitName({ scope, window })).toBe(name);
  });
});

describe('a wait', () => {
  it.each([
    [1, '1 s'],
    [59_000, '59 s'],
    [59_001, '1 min'],
    [3_540_000, '59 min'],
    [3_540_001, '1 h'],
    [33_120_000, '9 h 12 min'],
    [172_800_000, '2 d'],
    [180_000_000, '2 d 2 h'],
  ])('of %p ms is told as %p', (ms, text) => {
    expect(describeWait(ms)).toBe(text);
  });
});
