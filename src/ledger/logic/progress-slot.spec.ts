import { decodeSlot, encodeSlot, SLOT_BYTES, writeCounts } from './progress-slot';

const intentId = '01a1fd7c-e69b-7c7d-93e9-52d4c29cfb82';

describe('a slot of the progress file', () => {
  test('says what was written, between other slots', () => {
    const bytes = Buffer.alloc(3 * SLOT_BYTES, 0xff);
    encodeSlot(bytes, SLOT_BYTES, { intentId, provider: 'anthropic' });
    expect(decodeSlot(bytes, SLOT_BYTES)).toEqual({
      intentId,
      provider: 'anthropic',
      inputTokens: 0,
      outputTokens: 0,
    });
    writeCounts(bytes, SLOT_BYTES, 120, 2 ** 40);
    expect(decodeSlot(bytes, SLOT_BYTES)).toEqual({
      intentId,
      provider: 'anthropic',
      inputTokens: 120,
      outputTokens: 2 ** 40,
    });
    expect(bytes.subarray(0, SLOT_BYTES).every((byte) => byte === 0xff)).toBe(true);
    expect(bytes.subarray(2 * SLOT_BYTES).every((byte) => byte === 0xff)).toBe(true);
  });

  test('a long name of a provider is cut and overwrites no count', () => {
    const bytes = Buffer.alloc(SLOT_BYTES);
    encodeSlot(bytes, 0, { intentId, provider: 'a-provider-with-a-long-name' });
    expect(decodeSlot(bytes, 0)).toMatchObject({ provider: 'a-provider-with', inputTokens: 0 });
  });

  test('an empty one says nothing', () => {
    expect(decodeSlot(Buffer.alloc(SLOT_BYTES), 0)).toBeNull();
  });

  test('counts that are no counts are none', () => {
    const bytes = Buffer.alloc(SLOT_BYTES);
    encodeSlot(bytes, 0, { intentId, provider: '' });
    writeCounts(bytes, 0, Number.NaN, -3);
    expect(decodeSlot(bytes, 0)).toMatchObject({ provider: '', inputTokens: 0, outputTokens: 0 });
  });
});
