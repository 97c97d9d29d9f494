import { settleAttempt, type EndedAttempt, type Ending } from './settle-attempt';

const reported = { input: 7, cacheRead: 2, cacheWrite: 0, output: 11, reasoning: 0 };
const attempt = (ending: Ending, over: Partial<EndedAttempt> = {}): EndedAttempt => ({
  ending,
  upstreamStatus: null,
  hasAnswered: false,
  reported: null,
  inputTokensReported: null,
  outputTokensCounted: 0,
  inputTokensEstimate: 9,
  ...over,
});

describe('settleAttempt', () => {
  it('books what the provider reported when the answer is complete', () => {
    expect(settleAttempt(attempt('complete', { reported, hasAnswered: true }))).toEqual({
      outcome: 'ok',
      usage: reported,
      source: 'provider',
      isBillable: true,
    });
  });

  it('counts locally when a complete answer carries no usage', () => {
    expect(settleAttempt(attempt('complete', { outputTokensCounted: 5 }))).toMatchObject({
      usage: { input: 9, output: 5 },
      source: 'counted',
      isBillable: true,
    });
  });

  it.each([
    [400, 'refused'],
    [404, 'refused'],
    [429, 'refused'],
    [503, 'refused'],
    [529, 'refused'],
    [500, 'unknown'],
    [502, 'unknown'],
  ])('charges nothing for an upstream %i and calls it %s', (upstreamStatus, outcome) => {
    expect(settleAttempt(attempt('rejected', { upstreamStatus }))).toMatchObject({
      outcome,
      isBillable: false,
    });
  });

  it.each([
    ['not-sent', 'refused'],
    ['no-answer', 'unknown'],
    ['client-left', 'aborted'],
    ['interrupted', 'unknown'],
    ['cut', 'cut'],
  ] as const)('charges nothing when it ended %s before the first token', (ending, outcome) => {
    expect(settleAttempt(attempt(ending))).toMatchObject({
      outcome,
      isBillable: false,
      usage: { input: 0, output: 0 },
    });
  });

  it.each([
    ['client-left', 'aborted'],
    ['interrupted', 'truncated'],
    ['cut', 'cut'],
  ] as const)('charges input and relayed tokens when it ended %s after some', (ending, outcome) => {
    const ended = attempt(ending, {
      hasAnswered: true,
      inputTokensReported: 7,
      reported: { ...reported, cacheRead: 0, output: 0 },
      outputTokensCounted: 3,
    });
    expect(settleAttempt(ended)).toMatchObject({
      outcome,
      usage: { input: 7, output: 3 },
      source: 'counted',
      isBillable: true,
    });
  });

  it('charges the input alone when it was reported and the client left before a token', () => {
    const ended = attempt('client-left', {
      hasAnswered: true,
      inputTokensReported: 7,
      reported: { ...reported, cacheRead: 0, output: 0 },
    });
    expect(settleAttempt(ended)).toMatchObject({
      usage: { input: 7, output: 0 },
      isBillable: true,
    });
  });
});
