import { coverPrice, inputWithin, isFree, outputWithin, priceOf } from './price-tokens';

const price = {
  id: 'p',
  input: 3_000_000,
  cacheRead: 300_000,
  cacheWrite: 3_750_000,
  output: 15_000_000,
  reasoning: 15_000_000,
};
const usage = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };

describe('priceOf', () => {
  test('rounds the sum up once, not each kind', () => {
    const thirds = { ...price, input: 333_333, output: 333_333 };
    expect(priceOf({ ...usage, input: 1, output: 1 }, thirds)).toBe(1);
    expect(priceOf({ ...usage, input: 3, output: 1 }, thirds)).toBe(2);
  });

  test('nothing costs nothing', () => {
    expect(priceOf(usage, price)).toBe(0);
  });

  test('stays exact where a number would round', () => {
    const huge = { ...usage, input: 900_000_000, output: 1 };
    expect(priceOf(huge, { ...price, input: 75_000_000, output: 1 })).toBe(67_500_000_001);
  });
});

describe('coverPrice', () => {
  test('counts every token as the dearest it can become', () => {
    expect(coverPrice(price, 100, 10)).toBe(375 + 150);
  });
});

describe('outputWithin and inputWithin', () => {
  test.each([
    [0, 0, 0],
    [100, 374, -1],
    [100, 375, 0],
    [100, 389, 0],
    [100, 390, 1],
  ])('%d input and %d micro-credits leave %d output', (input, credits, output) => {
    expect(outputWithin(price, input, credits)).toBe(output);
  });

  test('never say more than can be paid, and one more could not be', () => {
    for (let credits = 0; credits < 400; credits += 7) {
      const output = outputWithin(price, 10, credits);
      if (output >= 0) expect(coverPrice(price, 10, output)).toBeLessThanOrEqual(credits);
      expect(coverPrice(price, 10, output + 1)).toBeGreaterThan(credits);
      const input = inputWithin(price, 2, credits);
      if (input >= 0) expect(coverPrice(price, input, 2)).toBeLessThanOrEqual(credits);
      expect(coverPrice(price, input + 1, 2)).toBeGreaterThan(credits);
    }
  });

  test('what is free is without bounds', () => {
    const free = { ...price, input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };
    expect(isFree(free)).toBe(true);
    expect(isFree({ ...free, reasoning: 1 })).toBe(false);
    expect(outputWithin(free, 100, 0)).toBe(Number.MAX_SAFE_INTEGER);
  });
});
