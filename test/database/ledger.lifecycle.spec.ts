import type { Hold } from '../../src/ledger/ledger.types';
import {
  aClaim,
  anAttempt,
  aRequest,
  openLedger,
  PRICED,
  tokens,
  type OpenLedger,
} from './open-ledger';

describe('the life of a call in the ledger', () => {
  let open: OpenLedger;
  beforeAll(async () => {
    open = await openLedger();
  });
  afterAll(() => open.close());

  async function reserved(request = aRequest()): Promise<Hold> {
    const result = await open.ledger.reserve(request);
    if (result.kind !== 'reserved') throw new Error(`not reserved: ${JSON.stringify(result)}`);
    return result.hold;
  }

  test('holds input and first output, then books what was used and gives back the rest', async () => {
    const claim = aClaim({ scope: 'user:a', cap: 5000 });
    const request = aRequest({
      userId: 'a',
      limits: [claim],
      price: PRICED,
      outputTokensMax: 4000,
    });
    const hold = await reserved(request);
    expect(hold.outputTokensHeld).toBe(2048);
    expect(hold.outputTokensAffordable).toBe(4000);
    expect(await open.ledger.limitStates([claim])).toEqual([{ ...claim, used: 0, held: 2148 }]);
    expect(await open.ledger.extend(hold, 2048)).toBe(true);
    expect(hold.outputTokensHeld).toBe(4096);
    open.ledger.markSent(hold, 'demo');
    open.ledger.progress(hold, 100, 10);
    const settlement = await open.ledger.finish(hold, {
      attempts: [anAttempt({ usage: tokens(100, 50) })],
      outcome: null,
    });
    expect(settlement).toEqual({ chargedTokens: 150, chargedMicroCredits: 300 + 750 });
    expect(await open.ledger.limitStates([claim])).toEqual([{ ...claim, used: 150, held: 0 }]);
    expect((await open.usageRows.list({ userId: 'a' }, 10))[0]).toMatchObject({
      requestId: request.subject.requestId,
      attempt: 0,
      isFinal: true,
      isStreaming: true,
      usage: tokens(100, 50),
      chargedTokens: 150,
      chargedMicroCredits: 1050,
    });
    expect(await open.ledger.audit()).toMatchObject({ ok: true });
  });
});
