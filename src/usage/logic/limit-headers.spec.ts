import type { LimitState } from '../../ledger/ledger.types';
import { goDuration, rateHeaders, retryHeaders } from './limit-headers';

const now = Date.parse('2026-11-21T14:00:00Z');
const state = (change: Partial<LimitState>): LimitState => ({
  scope: 'user:u',
  unit: 'tokens',
  window: 'day',
  windowStart: '2026-11-21',
  cap: 1000,
  used: 300,
  held: 200,
  resetsAtMs: now + 36_000_000,
  ...change,
});

describe('the headers of a refusal', () => {
  it.each([
    [0, { 'retry-after': '1', 'retry-after-ms': '1' }],
    [11_500, { 'retry-after': '12', 'retry-after-ms': '11500' }],
    [60_000, { 'retry-after': '60', 'retry-after-ms': '60000' }],
    [60_001, { 'retry-after': '61', 'x-should-retry': 'false' }],
    [11_520_000, { 'retry-after': '11520', 'x-should-retry': 'false' }],
    [null, { 'x-should-retry': 'false' }],
  ])('for a wait of %p ms tell clients %p', (waitMs, headers) => {
    expect(retryHeaders(waitMs)).toEqual(headers);
  });
});

describe('the headers of an answer', () => {
  it('tell the limit with the least left, to every family of clients', () => {
    const total = state({ window: 'total', cap: 600, resetsAtMs: null });
    expect(rateHeaders([state({}), total], null, now)).toEqual({
      'x-ratelimit-limit-tokens': '600',
      'x-ratelimit-remaining-tokens': '100',
      'anthropic-ratelimit-tokens-limit': '600',
      'anthropic-ratelimit-tokens-remaining': '100',
      'ratelimit-policy': '"tokens";q=600',
      ratelimit: '"tokens";r=100',
    });
    expect(rateHeaders([state({})], null, now)).toMatchObject({
      'x-ratelimit-reset-tokens': '10h0m0s',
      'anthropic-ratelimit-tokens-reset': '2026-11-22T00:00:00.000Z',
      ratelimit: '"tokens";r=500;t=36000',
    });
  });

  it('tell the requests that are left', () => {
    const requests = { limit: 600, remaining: 599, fullInMs: 100 };
    expect(rateHeaders([], requests, now)).toEqual({
      'x-ratelimit-limit-requests': '600',
      'x-ratelimit-remaining-requests': '599',
      'x-ratelimit-reset-requests': '100ms',
      'anthropic-ratelimit-requests-limit': '600',
      'anthropic-ratelimit-requests-remaining': '599',
      'anthropic-ratelimit-requests-reset': '2026-11-21T14:00:00.100Z',
      'ratelimit-policy': '"requests";q=600',
      ratelimit: '"requests";r=599;t=1',
    });
  });

  it('never say less than nothing, and nothing where nothing is limited', () => {
    const lowered = state({ cap: 100 });
    expect(rateHeaders([lowered], null, now)['x-ratelimit-remaining-tokens']).toBe('0');
    expect(rateHeaders([], null, now)).toEqual({});
  });
});

describe('durations', () => {
  it.each([
    [0, '0ms'],
    [999, '999ms'],
    [1000, '1s'],
    [59_001, '1m0s'],
    [360_000, '6m0s'],
    [3_600_000, '1h0m0s'],
    [90_061_000, '25h1m1s'],
  ])('of %p ms are written %p', (ms, text) => {
    expect(goDuration(ms)).toBe(text);
  });
});
