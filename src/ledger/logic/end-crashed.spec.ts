import { endingAfterCrash } from './end-crashed';

const intent = { model: 'demo', inputTokens: 90, createdAtMs: 5 };
const progress = { intentId: 'i', provider: 'anthropic', inputTokens: 0, outputTokens: 0 };

describe('endingAfterCrash', () => {
  test('never sent: no attempt', () => {
    expect(endingAfterCrash(intent, undefined)).toMatchObject({
      attempts: [],
      unsent: { outcome: 'refused' },
    });
  });

  test('sent without an answer: unknown and free, even when the input is known', () => {
    expect(endingAfterCrash(intent, { ...progress, inputTokens: 80 }).attempts).toMatchObject([
      { outcome: 'unknown', isBillable: false, usage: { input: 0, output: 0 } },
    ]);
  });

  test('answered: charged the counted input and output', () => {
    const counted = { ...progress, inputTokens: 80, outputTokens: 7 };
    expect(endingAfterCrash(intent, counted).attempts).toMatchObject([
      {
        outcome: 'crashed',
        source: 'checkpoint',
        isBillable: true,
        provider: 'anthropic',
        usage: { input: 80, output: 7 },
      },
    ]);
  });

  test('answered before the input was counted: the estimate of the reservation counts', () => {
    expect(endingAfterCrash(intent, { ...progress, outputTokens: 7 }).attempts).toMatchObject([
      { usage: { input: 90, output: 7 } },
    ]);
  });
});
