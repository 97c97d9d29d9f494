import { findUnacknowledged } from './find-unacknowledged';

const audit = {
  checkedAtMs: 0,
  ok: false,
  checks: [
    { name: 'sound', violations: 0 },
    { name: 'broken', violations: 2 },
  ],
};

describe('findUnacknowledged', () => {
  test.each([
    ['nothing acknowledged', {}, ['broken']],
    ['all acknowledged', { broken: 2 }, []],
    ['one more than acknowledged', { broken: 1 }, ['broken']],
    ['something else acknowledged', { sound: 5 }, ['broken']],
  ])('%s', (_, acknowledged, expected) => {
    expect(findUnacknowledged(audit, acknowledged)).toEqual(expected);
  });
});
