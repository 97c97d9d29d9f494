import { hasWalResetFix } from './sqlite-version';

describe('hasWalResetFix', () => {
  test.each([
    ['3.44.5', false],
    ['3.44.6', true],
    ['3.45.1', false],
    ['3.50.6', false],
    ['3.50.7', true],
    ['3.51.2', false],
    ['3.51.3', true],
    ['3.52.0', true],
    ['4.0.0', true],
  ])('%s: %s', (version, expected) => {
    expect(hasWalResetFix(version)).toBe(expected);
  });
});
