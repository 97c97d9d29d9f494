import * as fc from 'fast-check';
import { uuidv7 } from '../../src/common/database/uuid';
import type {
  Hold,
  LimitClaim,
  ReserveRequest,
  ReserveResult,
  TokenUsage,
} from '../../src/ledger/ledger.types';
import { limitWindow } from '../../src/usage/logic/limit-window';
import { LedgerModel, type ModelCall } from './ledger-model';
import {
  anAttempt,
  aRequest,
  brokenChecks,
  FREE,
  PRICED,
  tokens,
  type OpenLedger,
} from './open-ledger';
import { openAt, stores, type Place } from './stores';

const USERS = ['anna', 'ben', 'cleo'];
const ODD_PRICE = {
  id: 'odd',
  input: 333_333,
  cacheRead: 1,
  cacheWrite: 999_999,
  output: 1_234_567,
  reasoning: 7,
};
/** Around a month's and a year's end, in a zone that is not UTC. */
const ZONE = 'Europe/Berlin';
const START_MS = Date.UTC(2026, 11, 31, 21, 30);

interface Wish {
  user: number;
  day: boolean;
  month: boolean;
  key: boolean;
  cap: number;
  price: number;
  input: number;
  outputMax: number;
  idempotencyKey: number;
  fingerprint: number;
}

type Step =
  | { kind: 'reserve'; wishes: Wish[] }
  | { kind: 'extend'; call: number; output: number; input: number }
  | { kind: 'relay'; call: number; input: number; output: number }
  | { kind: 'finish'; call: number; usage: TokenUsage | null }
  | { kind: 'fund'; user: number; credits: number }
  | { kind: 'clock'; minutes: number }
  | { kind: 'crash' };

const wish: fc.Arbitrary<Wish> = fc.record({
  user: fc.nat(USERS.length - 1),
  day: fc.boolean(),
  month: fc.boolean(),
  key: fc.boolean(),
  cap: fc.constantFrom(0, 150, 1000, 5000, 20_000),
  price: fc.nat(2),
  input: fc.nat(300),
  outputMax: fc.constantFrom(0, 1, 15, 100, 3000, 100_000),
  idempotencyKey: fc.nat(8),
  fingerprint: fc.nat(1),
});
const usage = fc.record({
  input: fc.nat(400),
  cacheRead: fc.nat(50),
  cacheWrite: fc.nat(50),
  output: fc.nat(3000),
  reasoning: fc.nat(50),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('reserve' as const),
      wishes: fc.array(wish, { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('extend' as const),
      call: fc.nat(),
      output: fc.nat(3000),
      input: fc.nat(200),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('relay' as const),
      call: fc.nat(),
      input: fc.nat(300),
      output: fc.nat(2000),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('finish' as const),
      call: fc.nat(),
      usage: fc.option(usage),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('fund' as const),
      user: fc.nat(USERS.length - 1),
      credits: fc.nat(60_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('clock' as const),
      minutes: fc.integer({ min: -90, max: 24 * 60 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const) }) },
);

/** The real ledger beside the model: every step goes to both, every answer is compared. */
class Pair {
  private readonly model = new LedgerModel();
  private readonly open: { hold: Hold; call: ModelCall; relayed: [number, number] | null }[] = [];
  private readonly claims = new Map<string, LimitClaim>();
  private nowMs = START_MS;

  constructor(
    private readonly place: Place,
    private readonly run: string,
    public ledger: OpenLedger,
  ) {}

  async take(step: Step): Promise<void> {
    if (step.kind === 'reserve') await this.reserve(step.wishes);
    else if (step.kind === 'fund') await this.fund(step.user, step.credits);
    else if (step.kind === 'clock') this.nowMs += step.minutes * 60_000;
    else if (step.kind === 'crash') await this.crash();
    else if (this.open.length > 0) await this.onCall(step);
    await this.compareWindows();
  }

  async end(): Promise<void> {
    await this.crash();
    await this.compareWindows();
    for (const [userId, wallet] of this.model.wallets) {
      const [row] = await this.ledger.database.read.query('SELECT * FROM accounts WHERE id = $1', [
        `wallet:${userId}`,
      ]);
      if (row === undefined) continue;
      expect([
        userId,
        Number(row.credits_posted),
        Number(row.debits_posted),
        Number(row.debits_pending),
      ]).toEqual([userId, wallet.credits, wallet.spent, wallet.pending]);
    }
    expect(await brokenChecks(this.ledger)).toEqual([]);
  }

  private async reserve(wishes: Wish[]): Promise<void> {
    const requests = wishes.map((entry) => this.toRequest(entry));
    // At the same time: decided in the order of asking.
    const results = await Promise.all(
      requests.map((request) => this.ledger.ledger.reserve(request)),
    );
    results.forEach((result, at) => {
      const expected = this.model.reserve(requests[at]!);
      expect(describeResult(result)).toBe(expected.answer);
      if (result.kind === 'reserved')
        this.open.push({ hold: result.hold, call: expected.call!, relayed: null });
    });
  }

  private async onCall(step: Step & { call: number }): Promise<void> {
    const at = step.call % this.open.length;
    const { hold, call } = this.open[at]!;
    if (step.kind === 'extend') {
      const isGranted = await this.ledger.ledger.extend(hold, step.output, step.input);
      expect({ isGranted }).toEqual(this.model.extend(call, step.output, step.input));
      expect(hold.outputTokensHeld).toBe(call.output);
    } else if (step.kind === 'relay') {
      this.ledger.ledger.markSent(hold, 'demo');
      this.ledger.ledger.progress(hold, step.input, step.output);
      this.open[at]!.relayed = [step.input, step.output];
    } else if (step.kind === 'finish') {
      const attempt =
        step.usage === null
          ? anAttempt({ outcome: 'refused', isBillable: false, usage: tokens(0, 0) })
          : anAttempt({ usage: step.usage });
      const settlement = await this.ledger.ledger.finish(hold, {
        attempts: [attempt],
        outcome: null,
      });
      const { tokens: chargedTokens, credits } = this.model.finish(call, step.usage);
      expect(settlement).toEqual({ chargedTokens, chargedMicroCredits: credits });
      this.open.splice(at, 1);
    }
  }

  private async fund(user: number, credits: number): Promise<void> {
    const userId = this.userId(user);
    const wallet = this.model.wallet(userId);
    wallet.credits += credits;
    const [{ floor }] = [{ floor: wallet.credits - wallet.spent - wallet.pending >= 0 ? 0 : null }];
    wallet.floor = floor;
    await this.ledger.database.transaction(async (tx) => {
      const id = `wallet:${userId}`;
      await tx.query(
        "INSERT INTO accounts (id, owner_id, kind) VALUES ($1, $2, 'wallet') ON CONFLICT DO NOTHING",
        [id, userId],
      );
      await tx.query(
        "INSERT INTO transfers (id, debit, credit, amount, phase, at_ms) VALUES ($1, 'funding', $2, $3, 'single', 0)",
        [uuidv7(), id, credits],
      );
      await tx.query('UPDATE accounts SET credits_posted = $1, floor = $2 WHERE id = $3', [
        wallet.credits,
        floor,
        id,
      ]);
    });
    // Another hand changed the wallet: as after a restart, nothing in memory may be trusted.
    await this.crash();
  }

  private async crash(): Promise<void> {
    await this.ledger.crash();
    this.ledger = await openAt(this.place);
    for (const { call, relayed } of this.open.splice(0)) {
      const [input, output] = relayed ?? [0, 0];
      this.model.finish(
        call,
        output > 0 ? tokens(input || call.request.inputTokens, output) : null,
      );
    }
  }

  private async compareWindows(): Promise<void> {
    const claims = [...this.claims.values()];
    const states = await this.ledger.ledger.limitStates(claims);
    expect(states.map(({ used, held }) => ({ used, held }))).toEqual(
      claims.map((claim) => {
        const { used, held } = this.model.window(claim);
        return { used, held };
      }),
    );
  }

  private toRequest(entry: Wish): ReserveRequest {
    const userId = this.userId(entry.user);
    const kinds = [
      ['total', true] as const,
      ['day', entry.day] as const,
      ['month', entry.month] as const,
    ];
    const limits: LimitClaim[] = kinds
      .filter(([, isClaimed]) => isClaimed)
      .map(([window], at) => {
        const { windowStart, resetsAtMs } = limitWindow(window, ZONE, this.nowMs);
        const scope = entry.key && at === 0 ? `key:${userId}` : `user:${userId}`;
        return {
          scope,
          unit: 'tokens',
          window,
          windowStart,
          resetsAtMs,
          cap: entry.cap * (at + 1),
        };
      });
    for (const claim of limits)
      this.claims.set(`${claim.scope} ${claim.window} ${claim.windowStart}`, claim);
    const { idempotencyKey: key, fingerprint } = entry;
    return aRequest({
      userId,
      limits,
      price: [FREE, PRICED, ODD_PRICE][entry.price]!,
      inputTokens: entry.input,
      outputTokensMax: entry.outputMax,
      idempotency: key > 5 ? { key: `k${key}`, fingerprint: `f${fingerprint}` } : null,
    });
  }

  private userId(user: number): string {
    return `${USERS[user]}-${this.run}`;
  }
}

function describeResult(result: ReserveResult): string {
  if (result.kind !== 'reserved') return result.kind;
  return `reserved ${result.hold.outputTokensHeld} of ${result.hold.outputTokensAffordable}`;
}

describe.each(stores())('any sequence of calls on $name', (store) => {
  beforeAll(() => store.start(), 60_000);
  afterAll(() => store.stop());

  test('answers and books what the model says, also over crashes, midnights and month ends', async () => {
    const place = await store.newPlace();
    let ledger = await openAt(place);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const pair = new Pair(place, String((run += 1)), ledger);
        try {
          for (const next of steps) await pair.take(next);
          await pair.end();
        } finally {
          ledger = pair.ledger;
        }
      }),
      { numRuns: store.name === 'sqlite' ? 60 : 15, ...runsFromEnvironment() },
    );
    await ledger.close();
  }, 240_000);
});

/** LEDGER_RUNS=5000 for a long search; FC_SEED repeats a find. */
function runsFromEnvironment(): { numRuns?: number; seed?: number } {
  const { LEDGER_RUNS, FC_SEED } = process.env;
  return {
    ...(LEDGER_RUNS === undefined ? {} : { numRuns: Number(LEDGER_RUNS) }),
    ...(FC_SEED === undefined ? {} : { seed: Number(FC_SEED) }),
  };
}
