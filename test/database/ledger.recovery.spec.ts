import { readdirSync } from 'node:fs';
import {
  aClaim,
  aRequest,
  brokenChecks,
  finished,
  PRICED,
  reserved,
  tokens,
  type OpenLedger,
} from './open-ledger';
import { openAt, stores, type Place } from './stores';

describe.each(stores())('after kill -9 on $name', (store) => {
  let place: Place;
  let open: OpenLedger;
  beforeAll(() => store.start(), 60_000);
  afterAll(() => store.stop());
  beforeEach(async () => {
    place = await store.newPlace();
    open = await openAt(place);
  });
  afterEach(async () => {
    expect(await brokenChecks(open)).toEqual([]);
    await open.close();
  });

  async function killAndRestart(): Promise<void> {
    await open.crash();
    open = await openAt(place);
  }

  test('a call that was never sent is free', async () => {
    const claim = aClaim();
    await reserved(open, aRequest({ limits: [claim], price: PRICED }));
    await killAndRestart();
    expect(await open.usageRows.list({}, 10)).toMatchObject([
      { outcome: 'refused', isFinal: true, isBillable: false, errorCode: 'interrupted' },
    ]);
    expect(await open.ledger.limitStates([claim])).toMatchObject([{ used: 0, held: 0 }]);
  });

  test('a call that was sent and not answered is free and says unknown', async () => {
    const hold = await reserved(open, aRequest({ price: PRICED }));
    open.ledger.markSent(hold, 'anthropic');
    await killAndRestart();
    expect(await open.usageRows.list({}, 10)).toMatchObject([
      {
        outcome: 'unknown',
        provider: 'anthropic',
        isBillable: false,
        chargedMicroCredits: 0,
        houseMicroCredits: 15_375,
      },
    ]);
  });

  test('a call in the middle of its answer is charged what was counted', async () => {
    const claim = aClaim();
    const hold = await reserved(
      open,
      aRequest({ limits: [claim], price: PRICED, outputTokensMax: 9000 }),
    );
    await open.ledger.extend(hold, 1000);
    open.ledger.markSent(hold, 'anthropic');
    for (let output = 1; output <= 2500; output += 1) open.ledger.progress(hold, 120, output);
    await killAndRestart();
    expect(await open.usageRows.list({}, 10)).toMatchObject([
      {
        outcome: 'crashed',
        source: 'checkpoint',
        isBillable: true,
        usage: tokens(120, 2500),
        chargedTokens: 2620,
        chargedMicroCredits: 120 * 3 + 2500 * 15,
      },
    ]);
    expect(await open.ledger.limitStates([claim])).toMatchObject([{ used: 2620, held: 0 }]);
  });

  test('settled calls stay as they are, open ones end once, however often it dies', async () => {
    const request = aRequest({ idempotency: { key: 'k', fingerprint: 'f' } });
    await finished(open, await reserved(open, request));
    const holds = await Promise.all(
      Array.from({ length: 64 }, () => reserved(open, aRequest({ price: PRICED }))),
    );
    holds.forEach((hold, at) => {
      open.ledger.markSent(hold, 'demo');
      open.ledger.progress(hold, 100, at);
    });
    await killAndRestart();
    const rows = await open.usageRows.list({}, 500);
    expect(rows).toHaveLength(65);
    await killAndRestart();
    await killAndRestart();
    expect(await open.usageRows.list({}, 500)).toEqual(rows);
    expect(await open.ledger.reserve(request)).toMatchObject({ kind: 'finished' });
    const left = readdirSync(place.dataDir).filter((name) => name.startsWith('progress-'));
    expect(left).toHaveLength(1);
  });

  test('a slot that was used again tells only of its latest call', async () => {
    const first = await reserved(open, aRequest({ userId: 'a' }));
    open.ledger.markSent(first, 'demo');
    open.ledger.progress(first, 100, 77);
    await finished(open, first);
    await reserved(open, aRequest({ userId: 'b' }));
    await killAndRestart();
    expect(await open.usageRows.list({ userId: 'b' }, 10)).toMatchObject([{ outcome: 'refused' }]);
  });
});
