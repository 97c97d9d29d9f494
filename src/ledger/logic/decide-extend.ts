import type { BatchChanges } from './batch-changes';
import { holdCredits } from './decide-reserve';
import { available, roomIn, windowKey, type LedgerState } from './ledger-state';
import { heldTokens, type Cover, type OpenHold } from './open-hold';
import { coverPrice, inputWithin, isFree, outputWithin } from './price-tokens';

export interface ExtendRequest {
  hold: OpenHold;
  /** More output to cover, on top of what is held. */
  outputTokens: number;
  /** More input, on top of what is held. */
  inputTokens: number;
}

export interface Extension {
  /** False: the stream must stop at what is covered. */
  isGranted: boolean;
  cover: Cover;
}

/**
 * Covers as much of the wish as the limits and the wallet admit: first the input, which is spent
 * already, then output up to the last affordable token. Refused when input stays uncovered or not one
 * token of the output wished for fits; what was covered stays covered, so that it can be charged.
 */
export function decideExtend(
  state: LedgerState,
  request: ExtendRequest,
  changes: BatchChanges,
): Extension {
  const { hold } = request;
  const { cover, price } = hold;
  let room = Number.MAX_SAFE_INTEGER;
  for (const claim of hold.claims) {
    // The cap of the latest admission, not the one of our own: an admin may have changed it since.
    const window = state.window(windowKey(claim));
    room = Math.min(room, roomIn(window, window.cap));
  }
  const budget = isFree(price) ? null : budgetOf(state, hold);
  const inputAffordable =
    budget === null ? room : inputWithin(price, cover.outputTokens, budget) - cover.inputTokens;
  const input = atLeastNone(Math.min(request.inputTokens, room, inputAffordable));
  const outputAffordable =
    budget === null
      ? room
      : outputWithin(price, cover.inputTokens + input, budget) - cover.outputTokens;
  const output = atLeastNone(Math.min(request.outputTokens, room - input, outputAffordable));
  return {
    isGranted: input === request.inputTokens && (request.outputTokens === 0 || output > 0),
    cover: grow(state, hold, { input, output }, changes),
  };
}

function budgetOf(state: LedgerState, hold: OpenHold): number {
  const free = available(state.wallet(hold.subject.userId));
  return Math.min(Number.MAX_SAFE_INTEGER, hold.cover.microCredits + Math.max(0, free));
}

function atLeastNone(tokens: number): number {
  return Math.max(0, tokens);
}

function grow(
  state: LedgerState,
  hold: OpenHold,
  more: { input: number; output: number },
  changes: BatchChanges,
): Cover {
  const before = hold.cover;
  if (more.input + more.output === 0) return before;
  const inputTokens = before.inputTokens + more.input;
  const outputTokens = before.outputTokens + more.output;
  const microCredits = coverPrice(hold.price, inputTokens, outputTokens);
  const added = microCredits - before.microCredits;
  const cover: Cover = {
    inputTokens,
    outputTokens,
    microCredits,
    transfers: added > 0 ? [...before.transfers, added] : before.transfers,
  };
  changes.extensions.push({
    intentId: hold.intentId,
    heldTokens: heldTokens(cover),
    heldMicroCredits: microCredits,
  });
  for (const claim of hold.claims) {
    changes.moveWindow(state.window(windowKey(claim)), 0, more.input + more.output);
  }
  if (added > 0) {
    const number = before.transfers.length;
    holdCredits(state, hold.subject, { number, microCredits: added }, changes);
  }
  return cover;
}
