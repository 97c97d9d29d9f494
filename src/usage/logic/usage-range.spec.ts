import * as fc from 'fast-check';
import { DAY_MS, splitRange } from './usage-range';

describe('a range of time', () => {
  it.each([
    [{}, { days: { first: null, end: null }, edges: [] }],
    [
      { fromMs: DAY_MS, toMs: 3 * DAY_MS },
      { days: { first: 1, end: 3 }, edges: [] },
    ],
    [
      { fromMs: DAY_MS + 5, toMs: 3 * DAY_MS + 7 },
      {
        days: { first: 2, end: 3 },
        edges: [
          { fromMs: DAY_MS + 5, toMs: 2 * DAY_MS },
          { fromMs: 3 * DAY_MS, toMs: 3 * DAY_MS + 7 },
        ],
      },
    ],
    [
      { fromMs: 5, toMs: 9 },
      { days: null, edges: [{ fromMs: 5, toMs: 9 }] },
    ],
    [
      { fromMs: 9, toMs: 5 },
      { days: null, edges: [] },
    ],
  ])('%j is split into %j', (range, split) => {
    expect(splitRange(range)).toEqual(split);
  });

  it('keeps every moment exactly once', () => {
    const moment = fc.integer({ min: 0, max: 6 * DAY_MS });
    const side = fc.option(moment, { nil: undefined });
    fc.assert(
      fc.property(side, side, moment, (fromMs, toMs, at) => {
        const { days, edges } = splitRange({ fromMs, toMs });
        const day = Math.floor(at / DAY_MS);
        const inDays =
          days !== null && day >= (days.first ?? 0) && day < (days.end ?? Infinity) ? 1 : 0;
        const inEdges = edges.filter((edge) => at >= edge.fromMs && at < edge.toMs).length;
        const isInside = at >= (fromMs ?? 0) && at < (toMs ?? Infinity);
        expect(inDays + inEdges).toBe(isInside ? 1 : 0);
      }),
    );
  });
});
