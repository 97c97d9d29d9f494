import { limitToSend, outputBound } from './output-bound';

it.each([
  [128_000, 64_000, {}, 64_000],
  [1000, 64_000, {}, 1000],
  [128_000, null, {}, 128_000],
  [null, 16_384, {}, 16_384],
  [null, null, {}, 128_000],
  [40_000, 16_384, { n: 4 }, 40_000],
])('bounds %s by a model of %s in %j to %s', (outputTokensMax, modelMax, body, expected) => {
  expect(outputBound({ outputTokensMax, body }, modelMax)).toBe(expected);
});

it.each([
  // The client's own limit is within everything: its bytes stay as they are.
  [1000, { bound: 1000, affordable: 1000 }, null],
  // It asked for more than the model has.
  [128_000, { bound: 64_000, affordable: 64_000 }, 64_000],
  // Its allowance is smaller than either.
  [1000, { bound: 1000, affordable: 300 }, 300],
  // It set no limit, and the model's own is affordable.
  [null, { bound: 16_384, affordable: 16_384 }, null],
  [null, { bound: 16_384, affordable: 300 }, 300],
])('sends for %s within %j the limit %s', (asked, within, expected) => {
  expect(limitToSend(asked, within)).toBe(expected);
});
