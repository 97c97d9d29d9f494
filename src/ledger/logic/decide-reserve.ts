import type { LimitClaim, LimitState, ReserveRequest, ReserveResult } from '../ledger.types';
import type { BatchChanges } from './batch-changes';
import {
  available,
  idempotencyKey,
  roomIn,
  windowKey,
  type KeyedCall,
  type LedgerState,
} from './ledger-state';
import { heldTokens, OpenHold, walletId, type Cover } from './open-hold';
import { coverPrice, isFree, outputWithin } from './price-tokens';

/** Output covered at first; a long answer extends, so that a small allowance is not locked by a large limit. */
export const OUTPUT_TOKENS_HELD_FIRST = 2048;
/** A call that could not say at least this much is refused instead of cut at once. */
export const OUTPUT_TOKENS_MIN = 16;

/** Admits a call or says why not. Refusals change nothing. */
export function decideReserve(
  state: LedgerState,
  request: ReserveRequest,
  changes: BatchChanges,
): ReserveResult {
  const { subject, idempotency, inputTokens, outputTokensMax } = request;
  const repeat = idempotency === null ? undefined : findRepeat(state, request);
  if (repeat !== undefined) return repeat;

  const outputMin = Math.min(outputTokensMax, OUTPUT_TOKENS_MIN);
  let affordable = outputTokensMax;
  for (const claim of request.limits) {
    const window = state.window(windowKey(claim));
    const room = roomIn(window, claim.cap);
    if (room < inputTokens + outputMin) {
      const limit = { ...claim, used: window.used, held: window.held };
      return { kind: 'limit', limit, needed: inputTokens + outputMin };
    }
    affordable = Math.min(affordable, room - inputTokens);
  }
  if (!isFree(request.price)) {
    const credits = available(state.wallet(subject.userId));
    const output = outputWithin(request.price, inputTokens, Math.max(0, credits));
    if (output < outputMin) {
      const required = coverPrice(request.price, inputTokens, outputMin);
      return { kind: 'credits', required, available: credits };
    }
    affordable = Math.min(affordable, output);
  }
  const hold = openHold(state, request, affordable, changes);
  return { kind: 'reserved', hold, limits: request.limits.map((claim) => stateOf(state, claim)) };
}

function stateOf(state: LedgerState, claim: LimitClaim): LimitState {
  const { used, held } = state.window(windowKey(claim));
  return { ...claim, used, held };
}

function findRepeat(state: LedgerState, request: ReserveRequest): ReserveResult | undefined {
  const { key, fingerprint } = request.idempotency!;
  const call = state.keyedCall(idempotencyKey(request.subject.userId, key));
  if (call === undefined) return undefined;
  const { requestId } = call;
  if (call.fingerprint !== fingerprint) return { kind: 'mismatch', requestId };
  if (call.isOpen) return { kind: 'running', requestId };
  return { kind: 'finished', requestId, outcome: call.outcome };
}

function openHold(
  state: LedgerState,
  request: ReserveRequest,
  affordable: number,
  changes: BatchChanges,
): OpenHold {
  const { subject, limits, price, inputTokens, idempotency } = request;
  const outputTokens = Math.min(affordable, OUTPUT_TOKENS_HELD_FIRST);
  const microCredits = coverPrice(price, inputTokens, outputTokens);
  const cover: Cover = {
    inputTokens,
    outputTokens,
    microCredits,
    transfers: microCredits > 0 ? [microCredits] : [],
  };
  changes.intents.push({
    subject,
    idempotency,
    inputTokens,
    heldTokens: heldTokens(cover),
    heldMicroCredits: microCredits,
    priceVersionId: price.id,
    claims: limits,
  });
  holdWindows(state, limits, heldTokens(cover), changes);
  if (microCredits > 0) holdCredits(state, subject, { number: 0, microCredits }, changes);
  if (idempotency !== null) {
    const call: KeyedCall = {
      requestId: subject.requestId,
      fingerprint: idempotency.fingerprint,
      isOpen: true,
      outcome: null,
    };
    state.takeKey(idempotencyKey(subject.userId, idempotency.key), call);
  }
  return new OpenHold(request, affordable, cover);
}

function holdWindows(
  state: LedgerState,
  limits: readonly LimitClaim[],
  tokens: number,
  changes: BatchChanges,
): void {
  for (const claim of limits) {
    const window = state.window(windowKey(claim));
    window.cap = claim.cap;
    changes.moveWindow(window, 0, tokens);
  }
}

/** Adds one pending transfer from the wallet. Transfers have ids of their own making: a repeat meets the primary key. */
export function holdCredits(
  state: LedgerState,
  subject: { userId: string; requestId: string },
  hold: { number: number; microCredits: number },
  changes: BatchChanges,
): void {
  const wallet = state.wallet(subject.userId);
  changes.transfers.push({
    id: `${subject.requestId}:hold:${hold.number}`,
    debit: walletId(subject.userId),
    credit: 'revenue',
    amount: hold.microCredits,
    phase: 'pending',
    pendingId: null,
    intentId: subject.requestId,
  });
  changes.moveWallet(wallet, 0, hold.microCredits);
}
