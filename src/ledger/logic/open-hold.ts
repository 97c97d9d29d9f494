import type {
  CallSubject,
  Hold,
  LimitClaim,
  PriceVersion,
  ReserveRequest,
  Settlement,
} from '../ledger.types';

export type WindowName = Pick<LimitClaim, 'scope' | 'unit' | 'window' | 'windowStart'>;

/** What a hold covers now. A new one replaces it when an extension is committed. */
export interface Cover {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly microCredits: number;
  /** Amounts of the pending transfers, in the order of their numbers. */
  readonly transfers: readonly number[];
}

/** What ends: an open hold of this process, or an intent that another left behind. */
export interface EndingCall {
  intentId: string;
  boot: string;
  userId: string;
  model: string;
  claims: readonly WindowName[];
  price: PriceVersion;
  cover: Cover;
  /** A repeat may come: keep the answer for it. */
  isIdempotent: boolean;
}

/** The ledger's own side of a hold. */
export class OpenHold implements Hold {
  readonly intentId: string;
  readonly subject: CallSubject;
  readonly claims: readonly LimitClaim[];
  readonly price: PriceVersion;
  readonly outputTokensAffordable: number;
  readonly isIdempotent: boolean;
  /** Replaced after commit only. */
  cover: Cover;
  /** Place in the progress file. */
  slot = -1;
  /** Set by the first finish; every later one gets the same. */
  settlement: Promise<Settlement> | null = null;
  /** The latest extension, decided or not: what comes next waits for it. Never rejects. */
  latest: Promise<unknown> = Promise.resolve();

  constructor(request: ReserveRequest, outputTokensAffordable: number, cover: Cover) {
    this.intentId = request.subject.requestId;
    this.subject = request.subject;
    this.claims = request.limits;
    this.price = request.price;
    this.isIdempotent = request.idempotency !== null;
    this.outputTokensAffordable = outputTokensAffordable;
    this.cover = cover;
  }

  get outputTokensHeld(): number {
    return this.cover.outputTokens;
  }

  endingCall(boot: string): EndingCall {
    const { intentId, subject, claims, price, cover, isIdempotent } = this;
    const { userId, model } = subject;
    return { intentId, boot, userId, model, claims, price, cover, isIdempotent };
  }
}

export function heldTokens(cover: Cover): number {
  return cover.inputTokens + cover.outputTokens;
}

export function walletId(userId: string): string {
  return `wallet:${userId}`;
}
