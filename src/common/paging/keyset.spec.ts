import * as fc from 'fast-check';
import { CoinopError } from '../errors/define-errors';
import { decodeCursor, encodeCursor, pageRows, toPage, type Keyset } from './keyset';

const byNumber = (row: number): Keyset => [row, `id-${row}`];

describe('cursors', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.string()), fc.uuid(), (sortedBy, id) => {
        expect(decodeCursor(encodeCursor([sortedBy, id]))).toEqual([sortedBy, id]);
      }),
    );
  });

  it.each(['', 'x', '!!', 'e30', Buffer.from('[1]').toString('base64url'), 'W251bGwsMV0'])(
    'refuses %j, which no list gave out',
    (cursor) => {
      expect(() => decodeCursor(cursor)).toThrow(CoinopError);
    },
  );

  it('refuses an id too long to be one', () => {
    expect(() => decodeCursor(encodeCursor([1, 'x'.repeat(65)]))).toThrow(CoinopError);
  });
});

describe('page size', () => {
  it.each([
    [undefined, 20],
    [null, 20],
    [1, 1],
    [100, 100],
  ])('takes %p as %p', (asked, rows) => {
    expect(pageRows(asked, 'first')).toBe(rows);
  });

  it.each([0, -1, 101, 1.5, Number.NaN])('refuses %p', (asked) => {
    expect(() => pageRows(asked, 'first')).toThrow('first is a whole number from 1 to 100.');
  });
});

describe('pages', () => {
  it('say where the next page begins only when a further row was found', () => {
    expect(toPage([3, 2, 1], 2, byNumber)).toEqual({ rows: [3, 2], next: [2, 'id-2'] });
    expect(toPage([3, 2], 2, byNumber)).toEqual({ rows: [3, 2], next: null });
    expect(toPage([], 2, byNumber)).toEqual({ rows: [], next: null });
  });

  it('together give every row once, whatever the page size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 7 }), (n, size) => {
        const all = Array.from({ length: n }, (_, index) => index);
        const seen: number[] = [];
        let after = -1;
        for (let page = 0; page <= n; page += 1) {
          const found = all.filter((row) => row > after).slice(0, size + 1);
          const { rows, next } = toPage(found, size, byNumber);
          seen.push(...rows);
          if (next === null) break;
          after = next[0] as number;
        }
        expect(seen).toEqual(all);
      }),
    );
  });
});
