import { uuidv7 } from '../../src/common/database/uuid';
import type { Hold, ReserveResult } from '../../src/ledger/ledger.types';
import {
  aClaim,
  aRequest,
  anAttempt,
  brokenChecks,
  finished,
  PRICED,
  reserved,
  tokens,
  type OpenLedger,
} from './open-ledger';
import { openAt, stores } from './stores';

describe.each(stores())('who is admitted on $name', (store) => {
  let open: OpenLedger;
  beforeAll(async () => {
    await store.start();
    open = await openAt(await store.newPlace());
  }, 60_000);
  afterAll(async () => {
    expect(await brokenChecks(open)).toEqual([]);
    await open.close();
    await store.stop();
  });

  let users = 0;
  const aUser = () => `user-${(users += 1)}`;
  const holdOf = (result: ReserveResult): Hold[] =>
    result.kind === 'reserved' ? [result.hold] : [];

  test('of 100 calls at once exactly as many as fit', async () => {
    const userId = aUser();
    // Each holds 100 + 100; 37 fit into 7500 with 100 to spare, of which a 38th could use no 16 output tokens.
    const claim = aClaim({ scope: `user:${userId}`, cap: 7500 });
    const results = await Promise.all(
      Array.from({ length: 100 }, () =>
        open.ledger.reserve(aRequest({ userId, limits: [claim], outputTokensMax: 100 })),
      ),
    );
    const holds = results.flatMap(holdOf);
    expect(holds).toHaveLength(37);
    expect(results.filter((result) => result.kind === 'limit')).toHaveLength(63);
    expect(await open.ledger.limitStates([claim])).toMatchObject([{ used: 0, held: 7400 }]);
    await Promise.all(holds.map((hold) => finished(open, hold, { usage: tokens(100, 100) })));
    expect(await open.ledger.limitStates([claim])).toMatchObject([{ used: 7400, held: 0 }]);
  });

  test('every limit of a call must admit, and a refusal holds nothing in any of them', async () => {
    const userId = aUser();
    const wide = aClaim({ scope: `user:${userId}`, cap: 10_000 });
    const day = aClaim({
      scope: `key:${userId}`,
      window: 'day',
      windowStart: '2026-11-21',
      cap: 110,
    });
    const result = await open.ledger.reserve(aRequest({ userId, limits: [wide, day] }));
    expect(result).toEqual({ kind: 'limit', limit: { ...day, used: 0, held: 0 }, needed: 116 });
    expect(await open.ledger.limitStates([wide, day])).toMatchObject([{ held: 0 }, { held: 0 }]);
  });

  test('a small allowance is usable to its last token', async () => {
    const userId = aUser();
    const claim = aClaim({ scope: `user:${userId}`, cap: 300 });
    const hold = await reserved(
      open,
      aRequest({ userId, limits: [claim], outputTokensMax: 100_000 }),
    );
    expect(hold).toMatchObject({ outputTokensHeld: 200, outputTokensAffordable: 200 });
    expect(await open.ledger.extend(hold, 1)).toBe(false);
    await finished(open, hold, { outcome: 'cut', usage: tokens(100, 200) });
    expect(await open.ledger.limitStates([claim])).toMatchObject([{ used: 300, held: 0 }]);
    expect(await open.ledger.reserve(aRequest({ userId, limits: [claim] }))).toMatchObject({
      kind: 'limit',
    });
  });

  test('an extension takes what is left, then is refused', async () => {
    const userId = aUser();
    const claim = aClaim({ scope: `user:${userId}`, cap: 5000 });
    const hold = await reserved(
      open,
      aRequest({ userId, limits: [claim], outputTokensMax: 50_000, price: PRICED }),
    );
    expect(await open.ledger.extend(hold, 2048, 52)).toBe(true);
    expect(hold.outputTokensHeld).toBe(4096);
    expect(await open.ledger.extend(hold, 2048)).toBe(true);
    expect(hold.outputTokensHeld).toBe(4848);
    expect(await open.ledger.extend(hold, 2048)).toBe(false);
    expect(await open.ledger.limitStates([claim])).toMatchObject([{ held: 5000 }]);
    await finished(open, hold, { usage: tokens(152, 4848) });
    expect(await open.ledger.extend(hold, 1)).toBe(false);
    expect(await open.ledger.limitStates([claim])).toMatchObject([{ used: 5000, held: 0 }]);
  });

  test('extensions and the end of one call may be asked for at the same time', async () => {
    const userId = aUser();
    const claim = aClaim({ scope: `user:${userId}`, cap: 50_000 });
    const hold = await reserved(
      open,
      aRequest({ userId, limits: [claim], outputTokensMax: 9000, price: PRICED }),
    );
    const answers = await Promise.all([
      open.ledger.extend(hold, 1000),
      open.ledger.extend(hold, 1000),
      finished(open, hold, { usage: tokens(100, 4000) }),
      open.ledger.extend(hold, 1000),
    ]);
    expect(answers).toEqual([true, true, expect.objectContaining({ chargedTokens: 4100 }), false]);
  });

  test('a cap that an admin lowers refuses new calls and lets running ones settle', async () => {
    const userId = aUser();
    const claim = aClaim({ scope: `user:${userId}`, cap: 10_000 });
    const hold = await reserved(open, aRequest({ userId, limits: [claim] }));
    const lowered = { ...claim, cap: 50 };
    expect(await open.ledger.reserve(aRequest({ userId, limits: [lowered] }))).toMatchObject({
      kind: 'limit',
    });
    await finished(open, hold, { usage: tokens(100, 900) });
    expect(await open.ledger.limitStates([lowered])).toMatchObject([{ used: 1000, held: 0 }]);
    const raised = { ...claim, cap: 2000 };
    const next = await reserved(
      open,
      aRequest({ userId, limits: [raised], outputTokensMax: 9000 }),
    );
    expect(next.outputTokensHeld).toBe(900);
    await finished(open, next);
  });

  test('a call is booked to the window it was admitted in', async () => {
    const userId = aUser();
    const day = (windowStart: string) =>
      aClaim({ scope: `user:${userId}`, window: 'day', windowStart, cap: 5000 });
    const hold = await reserved(open, aRequest({ userId, limits: [day('2026-11-30')] }));
    await finished(open, await reserved(open, aRequest({ userId, limits: [day('2026-12-01')] })));
    await finished(open, hold, { usage: tokens(100, 800) });
    expect(await open.ledger.limitStates([day('2026-11-30'), day('2026-12-01')])).toMatchObject([
      { used: 900, held: 0 },
      { used: 150, held: 0 },
    ]);
  });

  describe('credits', () => {
    /** Gives a wallet credits and a floor, as money in will do. */
    async function fund(userId: string, credits: number): Promise<void> {
      await open.database.transaction(async (tx) => {
        await tx.query(
          `INSERT INTO accounts (id, owner_id, kind, credits_posted, floor) VALUES ($1, $2, 'wallet', $3, 0)`,
          [`wallet:${userId}`, userId, credits],
        );
        await tx.query(
          `INSERT INTO transfers (id, debit, credit, amount, phase, at_ms) VALUES ($1, 'funding', $2, $3, 'single', 0)`,
          [uuidv7(), `wallet:${userId}`, credits],
        );
      });
    }

    test('of 100 calls at once the wallet pays for exactly as many as it can', async () => {
      const userId = aUser();
      // A hold of 100 + 100 tokens is 375 + 1500; with 10 of them 1250 are left, enough for 58 output tokens.
      await fund(userId, 20_000);
      const results = await Promise.all(
        Array.from({ length: 100 }, () =>
          open.ledger.reserve(aRequest({ userId, price: PRICED, outputTokensMax: 100 })),
        ),
      );
      const holds = results.flatMap(holdOf);
      expect(holds.map((hold) => hold.outputTokensHeld)).toEqual([
        ...Array.from({ length: 10 }, () => 100),
        58,
      ]);
      expect(results[99]).toEqual({ kind: 'credits', required: 615, available: 5 });
      await Promise.all(holds.map((hold) => finished(open, hold, { usage: tokens(100, 58) })));
    });

    test('an extension ends where the credits end', async () => {
      const userId = aUser();
      await fund(userId, 375 + 2048 * 15 + 100);
      const hold = await reserved(open, aRequest({ userId, price: PRICED, outputTokensMax: 9000 }));
      expect(hold.outputTokensAffordable).toBe(2054);
      expect(await open.ledger.extend(hold, 1000)).toBe(true);
      expect(hold.outputTokensHeld).toBe(2054);
      expect(await open.ledger.extend(hold, 1000)).toBe(false);
      await finished(open, hold, { usage: tokens(100, 2054) });
    });
  });

  describe('idempotency keys', () => {
    const keyed = (userId: string, key: string, fingerprint = 'f1') =>
      aRequest({ userId, idempotency: { key, fingerprint } });
    const outcome = {
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: Buffer.from([0, 255, 10]),
    };

    test('of 50 equal calls at once one runs', async () => {
      const userId = aUser();
      const results = await Promise.all(
        Array.from({ length: 50 }, () => open.ledger.reserve(keyed(userId, 'k'))),
      );
      const holds = results.flatMap(holdOf);
      expect(holds).toHaveLength(1);
      const requestId = holds[0]!.intentId;
      expect(results.filter((result) => result.kind !== 'reserved')).toEqual(
        Array.from({ length: 49 }, () => ({ kind: 'running', requestId })),
      );
      await open.ledger.finish(holds[0]!, { attempts: [anAttempt()], outcome });
      const repeat = await open.ledger.reserve(keyed(userId, 'k'));
      expect(repeat).toEqual({ kind: 'finished', requestId, outcome });
    });

    test('another body under the same key is a mistake; another user is another caller', async () => {
      const userId = aUser();
      const hold = await reserved(open, keyed(userId, 'k'));
      expect(await open.ledger.reserve(keyed(userId, 'k', 'f2'))).toEqual({
        kind: 'mismatch',
        requestId: hold.intentId,
      });
      await finished(open, await reserved(open, keyed(aUser(), 'k', 'f2')));
      await finished(open, hold);
      expect(await open.ledger.reserve(keyed(userId, 'k'))).toMatchObject({
        kind: 'finished',
        outcome: null,
      });
    });

    test('after an ending that cost nothing the key may be used again', async () => {
      const userId = aUser();
      const first = await reserved(open, keyed(userId, 'k'));
      await finished(open, first, {
        outcome: 'refused',
        isBillable: false,
        usage: tokens(0, 0),
        status: 503,
      });
      const second = await reserved(open, keyed(userId, 'k'));
      expect(second.intentId).not.toBe(first.intentId);
      await finished(open, second);
    });
  });
});
