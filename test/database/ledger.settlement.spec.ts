import type { AttemptOutcome, TokenUsage } from '../../src/ledger/ledger.types';
import {
  aClaim,
  anAttempt,
  aRequest,
  brokenChecks,
  finished,
  PRICED,
  reserved,
  tokens,
  type OpenLedger,
} from './open-ledger';
import { openAt, stores } from './stores';

describe.each(stores())('how a call is settled on $name', (store) => {
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

  test('holds the input and the first output, books what was used, gives back the rest', async () => {
    const userId = aUser();
    const claim = aClaim({ scope: `user:${userId}`, cap: 5000 });
    const request = aRequest({ userId, limits: [claim], price: PRICED, outputTokensMax: 4000 });
    const hold = await reserved(open, request);
    expect(hold).toMatchObject({ outputTokensHeld: 2048, outputTokensAffordable: 4000 });
    expect(await open.ledger.limitStates([claim])).toEqual([{ ...claim, used: 0, held: 2148 }]);
    open.ledger.markSent(hold, 'demo');
    open.ledger.progress(hold, 100, 50);
    expect(await finished(open, hold)).toEqual({ chargedTokens: 150, chargedMicroCredits: 1050 });
    expect(await open.ledger.limitStates([claim])).toEqual([{ ...claim, used: 150, held: 0 }]);
    expect(await open.usageRows.list({ userId }, 10)).toMatchObject([
      {
        ...request.subject,
        attempt: 0,
        isFinal: true,
        isBillable: true,
        usage: tokens(100, 50),
        chargedTokens: 150,
        chargedMicroCredits: 1050,
        houseMicroCredits: 0,
      },
    ]);
  });

  interface Ending {
    name: string;
    outcome: AttemptOutcome;
    usage: TokenUsage;
    isBillable: boolean;
    charged: number;
    house: number;
  }
  // Prices of PRICED: 3 and 15 micro-credits per token; the hold is 100 input at the dearest 3.75 and 1000 output.
  const HELD = 375 + 15_000;
  const endings: Ending[] = [
    {
      name: 'refused by the upstream',
      outcome: 'refused',
      usage: tokens(0, 0),
      isBillable: false,
      charged: 0,
      house: 0,
    },
    {
      name: 'sent, then nothing came back',
      outcome: 'unknown',
      usage: tokens(0, 0),
      isBillable: false,
      charged: 0,
      house: HELD,
    },
    {
      name: 'complete',
      outcome: 'ok',
      usage: tokens(100, 50),
      isBillable: true,
      charged: 1050,
      house: 0,
    },
    {
      name: 'complete with cached and thought tokens',
      outcome: 'ok',
      usage: tokens(10, 5, { cacheRead: 80, cacheWrite: 10, reasoning: 20 }),
      isBillable: true,
      charged: 467,
      house: 0,
    },
    {
      name: 'the client left in the middle',
      outcome: 'aborted',
      usage: tokens(100, 7),
      isBillable: true,
      charged: 405,
      house: 0,
    },
    {
      name: 'the client left before the first token',
      outcome: 'aborted',
      usage: tokens(0, 0),
      isBillable: false,
      charged: 0,
      house: 0,
    },
    {
      name: 'the upstream died after the first byte',
      outcome: 'truncated',
      usage: tokens(100, 3),
      isBillable: true,
      charged: 345,
      house: 0,
    },
    {
      name: 'cut by us',
      outcome: 'cut',
      usage: tokens(100, 1000),
      isBillable: true,
      charged: 15_300,
      house: 0,
    },
    {
      name: 'more was used than held',
      outcome: 'ok',
      usage: tokens(100, 1100),
      isBillable: true,
      charged: HELD,
      house: 16_800 - HELD,
    },
  ];

  test.each(endings)('$name: the user pays $charged', async (ending) => {
    const userId = aUser();
    const claim = aClaim({ scope: `user:${userId}` });
    const hold = await reserved(open, aRequest({ userId, limits: [claim], price: PRICED }));
    const { outcome, usage, isBillable } = ending;
    const used = usage.input + usage.cacheRead + usage.cacheWrite + usage.output + usage.reasoning;
    const chargedTokens = isBillable ? Math.min(used, 1100) : 0;
    expect(await finished(open, hold, { outcome, usage, isBillable })).toEqual({
      chargedTokens,
      chargedMicroCredits: ending.charged,
    });
    const [row] = await open.usageRows.list({ userId }, 1);
    expect(row).toMatchObject({ outcome, usage, isBillable, houseMicroCredits: ending.house });
    expect(await open.ledger.limitStates([claim])).toMatchObject([
      { used: chargedTokens, held: 0 },
    ]);
  });

  test('a fallback charges only the attempt that was delivered', async () => {
    const userId = aUser();
    const hold = await reserved(open, aRequest({ userId, price: PRICED }));
    const settlement = await open.ledger.finish(hold, {
      attempts: [
        anAttempt({ outcome: 'refused', isBillable: false, usage: tokens(0, 0), provider: 'a' }),
        anAttempt({ outcome: 'unknown', isBillable: false, usage: tokens(0, 0), provider: 'b' }),
        anAttempt({ provider: 'c' }),
      ],
      outcome: null,
    });
    expect(settlement).toEqual({ chargedTokens: 150, chargedMicroCredits: 1050 });
    expect(await open.usageRows.list({ userId }, 10)).toMatchObject([
      { provider: 'c', attempt: 2, isFinal: true, chargedTokens: 150 },
      { provider: 'b', attempt: 1, isFinal: false, chargedTokens: 0 },
      { provider: 'a', attempt: 0, isFinal: false, chargedTokens: 0 },
    ]);
  });

  test('a call that was never sent leaves one record and no charge', async () => {
    const userId = aUser();
    const hold = await reserved(open, aRequest({ userId, price: PRICED }));
    const unsent = { outcome: 'aborted', status: 499, errorCode: 'client_closed' } as const;
    expect(await open.ledger.finish(hold, { attempts: [], outcome: null, unsent })).toEqual({
      chargedTokens: 0,
      chargedMicroCredits: 0,
    });
    expect(await open.usageRows.list({ userId }, 10)).toMatchObject([
      { outcome: 'aborted', status: 499, isFinal: true, isBillable: false, usage: tokens(0, 0) },
    ]);
  });

  test('finishing again, also at the same time, changes nothing', async () => {
    const userId = aUser();
    const hold = await reserved(open, aRequest({ userId }));
    const settlements = await Promise.all([
      finished(open, hold),
      finished(open, hold, { outcome: 'aborted', usage: tokens(100, 1) }),
      finished(open, hold),
    ]);
    expect(new Set(settlements.map((settlement) => settlement.chargedTokens))).toEqual(
      new Set([150]),
    );
    expect(await finished(open, hold, { usage: tokens(1, 1) })).toEqual(settlements[0]);
    expect(await open.usageRows.list({ userId }, 10)).toHaveLength(1);
  });

  test('tells who listens after the booking', async () => {
    const heard: unknown[] = [];
    const stop = open.events.on('call.settled', (event) => heard.push(event));
    const request = aRequest({ userId: aUser() });
    await finished(open, await reserved(open, request));
    stop();
    const { requestId, userId } = request.subject;
    expect(heard).toEqual([
      expect.objectContaining({ requestId, userId, playSessionId: null, totalTokens: 150 }),
    ]);
    expect(heard).toEqual([
      expect.objectContaining({
        final: expect.objectContaining({ provider: 'demo', outcome: 'ok' }),
      }),
    ]);
  });

  test.each([
    ['two charged attempts', [anAttempt(), anAttempt()]],
    ['a charged attempt that was refused', [anAttempt({ outcome: 'refused' })]],
    ['a charged attempt of unknown fate', [anAttempt({ outcome: 'unknown' })]],
    ['a fraction of a token', [anAttempt({ usage: tokens(1.5, 1) })]],
    ['a negative count', [anAttempt({ usage: tokens(1, -1) })]],
  ])('%s are a mistake of the caller', async (_, attempts) => {
    const hold = await reserved(open, aRequest({ userId: aUser() }));
    await expect(open.ledger.finish(hold, { attempts, outcome: null })).rejects.toThrow(
      expect.objectContaining({ name: 'LedgerMisuse' }),
    );
    await finished(open, hold);
  });

  test('one price version cannot stand for two prices', async () => {
    await reserved(open, aRequest({ userId: aUser(), price: PRICED })).then((hold) =>
      finished(open, hold),
    );
    await expect(
      open.ledger.reserve(aRequest({ price: { ...PRICED, output: 1 } })),
    ).rejects.toThrow('stored with other prices');
  });
});
