import type { LimitClaim, ReserveRequest, ReserveResult, Settlement } from '../ledger.types';
import { BatchChanges } from './batch-changes';
import { decideBatch, type Answer, type Operation } from './decide-batch';
import type { Extension } from './decide-extend';
import type { KeyedCall, LedgerState, WalletState, WindowState } from './ledger-state';
import { OpenHold } from './open-hold';

const FREE = { id: 'free', input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };
const PRICED = { ...FREE, id: 'priced', input: 1_000_000, output: 2_000_000 };
const NO_TOKENS = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };

class MemoryState implements LedgerState {
  readonly windows = new Map<string, WindowState>();
  readonly keys = new Map<string, KeyedCall>();
  readonly theWallet: WalletState = {
    id: 'wallet:u',
    ownerId: 'u',
    creditsPosted: 0,
    debitsPosted: 0,
    debitsPending: 0,
    floor: null,
    isStored: true,
  };

  window(key: string): WindowState {
    const [scope, , window, windowStart] = key.split(' ') as [string, string, 'total', string];
    const fresh = {
      scope,
      unit: 'tokens' as const,
      window,
      windowStart,
      cap: 0,
      used: 0,
      held: 0,
      isStored: false,
    };
    const found = this.windows.get(key) ?? fresh;
    this.windows.set(key, found);
    return found;
  }

  wallet(): WalletState {
    return this.theWallet;
  }

  keyedCall(key: string): KeyedCall | undefined {
    return this.keys.get(key);
  }

  takeKey(key: string, call: KeyedCall): void {
    this.keys.set(key, call);
  }
}

let ids = 0;
function request(more: Partial<ReserveRequest> = {}): ReserveRequest {
  return {
    subject: {
      requestId: `intent-${(ids += 1)}`,
      userId: 'u',
      apiKeyId: null,
      gameId: null,
      playSessionId: null,
      dialect: 'anthropic',
      operation: 'messages',
      model: 'demo',
      isStreaming: false,
    },
    idempotency: null,
    limits: [],
    price: FREE,
    inputTokens: 100,
    outputTokensMax: 50,
    ...more,
  };
}

const claim = (cap: number, scope = 'user:u'): LimitClaim => ({
  scope,
  unit: 'tokens',
  window: 'total',
  windowStart: 'all',
  cap,
  resetsAtMs: null,
});

describe('decideBatch', () => {
  let state: MemoryState;
  let changes: BatchChanges;
  beforeEach(() => {
    state = new MemoryState();
    changes = new BatchChanges();
  });

  const decide = (...operations: Operation[]): Answer[] =>
    decideBatch(state, operations, { changes, nowMs: 1 });
  const reserve = (more: Partial<ReserveRequest> = {}): ReserveResult =>
    decide({ kind: 'reserve', request: request(more) })[0] as ReserveResult;
  const hold = (more: Partial<ReserveRequest> = {}): OpenHold => {
    const result = reserve(more);
    if (result.kind !== 'reserved') throw new Error(result.kind);
    return result.hold as OpenHold;
  };
  const extend = (held: OpenHold, outputTokens: number, inputTokens = 0): Extension =>
    decide({ kind: 'extend', request: { hold: held, outputTokens, inputTokens } })[0] as Extension;

  test('each operation sees what those before it in the batch did', () => {
    const operations = Array.from({ length: 3 }, () => ({
      kind: 'reserve' as const,
      request: request({ limits: [claim(300)] }),
    }));
    expect(decide(...operations).map((answer) => (answer as ReserveResult).kind)).toEqual([
      'reserved',
      'reserved',
      'limit',
    ]);
    expect([...changes.windows.values()]).toEqual([{ used: 0, held: 300 }]);
    expect(changes.newWindows).toHaveLength(1);
  });

  test('a refusal changes nothing', () => {
    reserve({ limits: [claim(1000, 'user:u'), claim(100, 'key:k')] });
    expect(changes.isEmpty).toBe(true);
    expect(changes.windows.size).toBe(0);
    expect(state.window('user:u tokens total all').held).toBe(0);
  });

  test.each([
    [115, 'limit'],
    [116, 'reserved'],
  ])('with room for %d tokens a call of 100 is %s: it must be able to say 16', (cap, kind) => {
    expect(reserve({ limits: [claim(cap)] }).kind).toBe(kind);
  });

  test('a call that may say less than 16 needs no more room than that', () => {
    expect(reserve({ limits: [claim(103)], outputTokensMax: 3 }).kind).toBe('reserved');
  });

  test('holds 2048 output tokens at first, and says what could be afforded', () => {
    const held = hold({ limits: [claim(10_000), claim(7000, 'key:k')], outputTokensMax: 50_000 });
    expect(held.cover).toMatchObject({ inputTokens: 100, outputTokens: 2048 });
    expect(held.outputTokensAffordable).toBe(6900);
  });

  test('repeats of a key run once', () => {
    const idempotency = { key: 'k', fingerprint: 'f' };
    const { intentId } = hold({ idempotency });
    expect(reserve({ idempotency })).toEqual({ kind: 'running', requestId: intentId });
    expect(reserve({ idempotency: { key: 'k', fingerprint: 'other' } })).toEqual({
      kind: 'mismatch',
      requestId: intentId,
    });
  });

  test('a free call touches no wallet and moves nothing', () => {
    hold();
    expect(changes.transfers).toEqual([]);
    expect(changes.wallets.size).toBe(0);
  });

  test('a floor refuses what would go below it', () => {
    state.theWallet.floor = 0;
    state.theWallet.creditsPosted = 131;
    expect(reserve({ price: PRICED })).toEqual({ kind: 'credits', required: 132, available: 131 });
    state.theWallet.creditsPosted = 133;
    expect(hold({ price: PRICED }).cover).toMatchObject({ outputTokens: 16, microCredits: 132 });
    expect(state.theWallet.debitsPending).toBe(132);
  });

  test('every extension is a hold of its own, and all end together', () => {
    const held = hold({ price: PRICED, outputTokensMax: 50_000 });
    held.cover = extend(held, 10).cover;
    held.cover = extend(held, 10, 5).cover;
    expect(held.cover).toEqual({
      inputTokens: 105,
      outputTokens: 2068,
      microCredits: 4241,
      transfers: [4196, 20, 25],
    });
    const usage = { ...NO_TOKENS, input: 100, output: 2055 };
    const [settlement] = decide({
      kind: 'finish',
      call: held.endingCall('boot'),
      request: {
        attempts: [
          {
            provider: 'p',
            modelRouted: 'm',
            modelSeen: null,
            outcome: 'ok',
            usage,
            source: 'provider',
            isBillable: true,
            status: 200,
            errorCode: null,
            startedAtMs: 0,
            firstTokenMs: null,
            durationMs: 0,
          },
        ],
        outcome: null,
      },
    }) as [Settlement];
    expect(settlement).toEqual({ chargedTokens: 2155, chargedMicroCredits: 4210 });
    expect(changes.transfers.slice(-3).map(({ phase, amount }) => [phase, amount])).toEqual([
      ['post', 4196],
      ['post', 14],
      ['void', 25],
    ]);
    expect(state.theWallet).toMatchObject({ debitsPosted: 4210, debitsPending: 0 });
  });

  test('an extension obeys the cap of the latest admission, not its own', () => {
    const held = hold({ limits: [claim(10_000)], outputTokensMax: 50_000 });
    hold({ limits: [claim(2400)], outputTokensMax: 50 });
    expect(extend(held, 1000)).toMatchObject({
      isGranted: true,
      cover: { outputTokens: 2048 + 102 },
    });
  });

  test('input that cannot be covered is a refusal, covered as far as it goes', () => {
    const held = hold({ limits: [claim(160)], outputTokensMax: 50 });
    expect(extend(held, 5, 20)).toMatchObject({
      isGranted: false,
      cover: { inputTokens: 110, outputTokens: 50 },
    });
  });
});
