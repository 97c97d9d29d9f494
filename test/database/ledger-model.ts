import type {
  LimitClaim,
  PriceVersion,
  ReserveRequest,
  TokenUsage,
} from '../../src/ledger/ledger.types';

interface Window {
  cap: number;
  used: number;
  held: number;
}

interface Wallet {
  credits: number;
  spent: number;
  pending: number;
  /** Null: without bounds. */
  floor: number | null;
}

export interface ModelCall {
  request: ReserveRequest;
  input: number;
  output: number;
  credits: number;
  isOpen: boolean;
  isCharged: boolean;
}

/** What the ledger must answer, said again in the plainest way: no batches, no caches, no rows. */
export class LedgerModel {
  readonly windows = new Map<string, Window>();
  readonly wallets = new Map<string, Wallet>();
  readonly calls: ModelCall[] = [];

  /** A short description of the answer, and the call when there is one. */
  reserve(request: ReserveRequest): { answer: string; call?: ModelCall } {
    const { idempotency, subject, limits, price, inputTokens, outputTokensMax } = request;
    const former = this.calls.find(
      (call) =>
        idempotency !== null &&
        call.request.idempotency?.key === idempotency.key &&
        call.request.subject.userId === subject.userId &&
        (call.isOpen || call.isCharged),
    );
    if (former !== undefined) {
      const isSame = former.request.idempotency!.fingerprint === idempotency!.fingerprint;
      return { answer: isSame ? (former.isOpen ? 'running' : 'finished') : 'mismatch' };
    }
    const least = Math.min(16, outputTokensMax);
    let affordable = outputTokensMax;
    for (const claim of limits) {
      const { used, held } = this.window(claim);
      const room = claim.cap - used - held - inputTokens;
      if (room < least) return { answer: 'limit' };
      affordable = Math.min(affordable, room);
    }
    const payable = this.mostOutput(subject.userId, price, inputTokens, affordable, 0);
    if (payable < least) return { answer: 'credits' };
    const output = Math.min(payable, 2048);
    const credits = coverOf(price, inputTokens, output);
    const call = { request, input: inputTokens, output, credits, isOpen: true, isCharged: false };
    for (const claim of limits) {
      const window = this.window(claim);
      window.cap = claim.cap;
      window.held += inputTokens + output;
    }
    this.wallet(subject.userId).pending += credits;
    this.calls.push(call);
    return { answer: `reserved ${output} of ${payable}`, call };
  }

  extend(call: ModelCall, outputWish: number, inputWish: number): { isGranted: boolean } {
    const { price, limits, subject } = call.request;
    const rooms = limits.map((claim) => {
      const { cap, used, held } = this.window(claim);
      return cap - used - held;
    });
    const room = Math.min(Number.MAX_SAFE_INTEGER, ...rooms);
    let input = Math.max(0, Math.min(inputWish, room));
    while (input > 0 && !this.canPay(call, call.input + input, call.output)) input -= 1;
    const most = this.mostOutput(
      subject.userId,
      price,
      call.input + input,
      call.output + Math.max(0, Math.min(outputWish, room - input)),
      call.credits,
    );
    const output = Math.max(0, most - call.output);
    const credits = coverOf(price, call.input + input, call.output + output);
    for (const claim of limits) this.window(claim).held += input + output;
    this.wallet(subject.userId).pending += credits - call.credits;
    call.input += input;
    call.output += output;
    call.credits = credits;
    return { isGranted: input === inputWish && (outputWish === 0 || output > 0) };
  }

  finish(call: ModelCall, usage: TokenUsage | null): { tokens: number; credits: number } {
    const { price, limits, subject } = call.request;
    const used =
      usage === null
        ? 0
        : usage.input + usage.cacheRead + usage.cacheWrite + usage.output + usage.reasoning;
    const tokens = Math.min(used, call.input + call.output);
    const credits = usage === null ? 0 : Math.min(priceOf(price, usage), call.credits);
    for (const claim of limits) {
      const window = this.window(claim);
      window.used += tokens;
      window.held -= call.input + call.output;
    }
    const wallet = this.wallet(subject.userId);
    wallet.pending -= call.credits;
    wallet.spent += credits;
    call.isOpen = false;
    call.isCharged = usage !== null;
    return { tokens, credits };
  }

  window(claim: LimitClaim): Window {
    const key = `${claim.scope} ${claim.window} ${claim.windowStart}`;
    const found = this.windows.get(key) ?? { cap: claim.cap, used: 0, held: 0 };
    this.windows.set(key, found);
    return found;
  }

  wallet(userId: string): Wallet {
    const found = this.wallets.get(userId) ?? { credits: 0, spent: 0, pending: 0, floor: null };
    this.wallets.set(userId, found);
    return found;
  }

  private available(userId: string): number {
    const { credits, spent, pending, floor } = this.wallet(userId);
    return floor === null ? Number.POSITIVE_INFINITY : credits - spent - pending - floor;
  }

  private canPay(call: ModelCall, input: number, output: number): boolean {
    const budget = this.available(call.request.subject.userId) + call.credits;
    return coverOf(call.request.price, input, output) <= budget;
  }

  /** The largest output up to `limit` that can be paid beside the input; -1 when not even none can. */
  private mostOutput(
    userId: string,
    price: PriceVersion,
    input: number,
    limit: number,
    heldAlready: number,
  ): number {
    const budget = this.available(userId) + heldAlready;
    if (coverOf(price, input, 0) > budget) return -1;
    let low = 0;
    let high = limit;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (coverOf(price, input, middle) <= budget) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function coverOf(price: PriceVersion, input: number, output: number): number {
  const dearIn = Math.max(price.input, price.cacheRead, price.cacheWrite);
  const dearOut = Math.max(price.output, price.reasoning);
  return roundUp(BigInt(input) * BigInt(dearIn) + BigInt(output) * BigInt(dearOut));
}

function priceOf(price: PriceVersion, usage: TokenUsage): number {
  const kinds = ['input', 'cacheRead', 'cacheWrite', 'output', 'reasoning'] as const;
  return roundUp(kinds.reduce((sum, kind) => sum + BigInt(usage[kind]) * BigInt(price[kind]), 0n));
}

function roundUp(millionths: bigint): number {
  return Number(millionths / 1_000_000n) + (millionths % 1_000_000n > 0n ? 1 : 0);
}
