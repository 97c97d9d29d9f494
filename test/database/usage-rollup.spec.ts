import type { UsageSum } from '../../src/ledger/ledger.types';
import { uuidv7 } from '../../src/common/database/uuid';
import { UsageRollup, ROLLUP_KEYS, type RollupKey } from '../../src/usage/data/usage-rollup';
import { tokensOf } from '../../src/usage/logic/add-sums';
import { DAY_MS } from '../../src/usage/logic/usage-range';
import { anAttempt, aRequest, openLedger, tokens, type OpenLedger } from './open-ledger';

interface Booking {
  userId: string;
  model?: string;
  gameId?: string | null;
  input: number;
  output: number;
}

/** Records are told apart by day only through their moment, which the ledger takes from the clock. */
async function book(open: OpenLedger, atMs: number, booking: Booking): Promise<void> {
  jest.spyOn(Date, 'now').mockReturnValue(atMs);
  const request = aRequest({ userId: booking.userId });
  const subject = {
    ...request.subject,
    requestId: uuidv7(),
    model: booking.model ?? 'm',
    gameId: booking.gameId ?? null,
  };
  const result = await open.ledger.reserve({ ...request, subject });
  if (result.kind !== 'reserved') throw new Error(result.kind);
  const usage = tokens(booking.input, booking.output);
  const failed = anAttempt({ outcome: 'refused', isBillable: false, usage: tokens(0, 0) });
  await open.ledger.finish(result.hold, {
    attempts: [failed, anAttempt({ usage })],
    outcome: null,
  });
}

describe('sums of usage', () => {
  const noon = Date.UTC(2026, 10, 20, 12);
  let open: OpenLedger;
  let rollup: UsageRollup;

  beforeEach(async () => {
    open = await openLedger();
    rollup = new UsageRollup(open.database, open.usageRows);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await open.close();
  });

  const short = (sums: UsageSum[]) =>
    sums.map(({ keys, calls, usage }) => [...Object.values(keys), calls, tokensOf(usage)]);
  const all = (groupBy: readonly RollupKey[]) => rollup.sums({}, {}, groupBy).then(short);
  const foldAll = async () => {
    while (await rollup.fold(Date.now()));
  };

  it('are the same before, between and after adding up, and count a call once', async () => {
    await book(open, noon, { userId: 'a', input: 1, output: 2 });
    await book(open, noon, { userId: 'b', model: 'n', gameId: 'g', input: 10, output: 20 });
    const expected = await all(ROLLUP_KEYS);
    expect(expected).toHaveLength(2);
    await foldAll();
    expect(await all(ROLLUP_KEYS)).toEqual(expected);
    await book(open, noon + DAY_MS, { userId: 'a', input: 100, output: 200 });
    expect(await all(['userId'])).toEqual([
      ['a', 2, 303],
      ['b', 1, 30],
    ]);
    expect(await rollup.fold(Date.now())).toBe(true);
    expect(await rollup.fold(Date.now())).toBe(false);
    expect(await all(['userId', 'model'])).toEqual([
      ['a', 'm', 2, 303],
      ['b', 'n', 1, 30],
    ]);
    expect(await all([])).toEqual([[3, 333]]);
  });

  it('add to what a day has already', async () => {
    for (const output of [1, 10, 100]) {
      await book(open, noon, { userId: 'a', input: 0, output });
      await foldAll();
    }
    expect(await all(['userId', 'day'])).toEqual([['a', Math.floor(noon / DAY_MS), 3, 111]]);
  });

  it('take one user, model or game alone', async () => {
    await book(open, noon, { userId: 'a', model: 'm', input: 1, output: 0 });
    await book(open, noon, { userId: 'a', model: 'n', gameId: 'g', input: 2, output: 0 });
    await foldAll();
    await book(open, noon, { userId: 'b', model: 'n', input: 4, output: 0 });
    expect(short(await rollup.sums({ userId: 'a' }, {}, []))).toEqual([[2, 3]]);
    expect(short(await rollup.sums({ model: 'n' }, {}, []))).toEqual([[2, 6]]);
    expect(short(await rollup.sums({ gameId: 'g' }, {}, ['gameId']))).toEqual([['g', 1, 2]]);
    expect(short(await rollup.sums({ userId: 'nobody' }, {}, []))).toEqual([]);
    expect(await rollup.totalsByUser(['a', 'b', 'nobody'])).toEqual(
      new Map([
        ['a', 3],
        ['b', 4],
      ]),
    );
    expect(await rollup.totalsByUser([])).toEqual(new Map());
  });

  it('hold to the millisecond of a range, whether it is added up or not', async () => {
    for (let day = 0; day < 5; day += 1) {
      await book(open, noon + day * DAY_MS, { userId: 'a', input: 0, output: 10 ** day });
    }
    const ranges = [
      [{ fromMs: noon, toMs: noon + 2 * DAY_MS }, 11],
      [{ fromMs: noon + 1, toMs: noon + 2 * DAY_MS + 1 }, 110],
      [{ fromMs: noon + 3 * DAY_MS }, 11_000],
      [{ toMs: noon }, 0],
      [{ fromMs: noon + DAY_MS, toMs: noon + DAY_MS + 1 }, 10],
    ] as const;
    for (let round = 0; round < 2; round += 1) {
      for (const [range, sum] of ranges) {
        const [found] = await rollup.sums({ userId: 'a' }, range, []);
        expect(found === undefined ? 0 : tokensOf(found.usage)).toBe(sum);
      }
      await foldAll();
    }
  });
});

describe('the list of records', () => {
  it('gives every record once, newest first, also when many were booked in one millisecond', async () => {
    const open = await openLedger();
    const at = Date.UTC(2026, 10, 20, 12);
    for (let n = 0; n < 7; n += 1) {
      await book(open, at + Math.floor(n / 3), { userId: 'a', input: 0, output: n });
    }
    jest.restoreAllMocks();
    const seen: number[] = [];
    let after: { endedAtMs: number; seq: number } | undefined;
    for (let page = 0; page < 10; page += 1) {
      const rows = await open.usageRows.list({ userId: 'a', isFinal: true }, 2, after);
      seen.push(...rows.map(({ usage }) => usage.output));
      after = rows.at(-1);
      if (rows.length === 0) break;
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0]);
    await open.close();
  });
});
