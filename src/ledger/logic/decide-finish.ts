import type { AttemptRecord, FinishRequest, Settlement, TokenUsage } from '../ledger.types';
import type { BatchChanges } from './batch-changes';
import { windowKey, type LedgerState } from './ledger-state';
import { walletId, type EndingCall } from './open-hold';
import { priceOf, totalTokens } from './price-tokens';

const NO_TOKENS: TokenUsage = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };

/**
 * Settles a call: posts what was used up to what was held, gives the rest back, writes one usage record
 * for each attempt. The user never pays more than the hold; what the delivered attempt cost beyond it
 * is moved from the house.
 */
export function decideFinish(
  state: LedgerState,
  call: EndingCall,
  finish: FinishRequest,
  { changes, nowMs }: { changes: BatchChanges; nowMs: number },
): Settlement {
  const attempts =
    finish.attempts.length === 0 ? [neverSent(call, finish, nowMs)] : finish.attempts;
  const billable = attempts.find((attempt) => attempt.isBillable);
  const held = call.cover.inputTokens + call.cover.outputTokens;
  const cost = billable === undefined ? 0 : priceOf(billable.usage, call.price);
  const settlement: Settlement = {
    chargedTokens: billable === undefined ? 0 : Math.min(held, totalTokens(billable.usage)),
    chargedMicroCredits: Math.min(cost, call.cover.microCredits),
  };
  changes.endings.push({
    intentId: call.intentId,
    boot: call.boot,
    state: billable === undefined ? 'void' : 'settled',
    ...settlement,
  });
  for (const claim of call.claims) {
    changes.moveWindow(state.window(windowKey(claim)), settlement.chargedTokens, -held);
  }
  endTransfers(state, call, settlement.chargedMicroCredits, changes);
  const overage = cost - settlement.chargedMicroCredits;
  if (overage > 0) {
    changes.transfers.push({
      id: `${call.intentId}:over`,
      debit: 'house',
      credit: 'revenue',
      amount: overage,
      phase: 'single',
      pendingId: null,
      intentId: call.intentId,
    });
  }
  recordAttempts(call, attempts, settlement, changes);
  if (finish.outcome !== null && call.isIdempotent && billable !== undefined) {
    changes.outcomes.push({ intentId: call.intentId, outcome: finish.outcome });
  }
  return settlement;
}

/** Every hold ends exactly once: posted with what is left to pay, or voided. */
function endTransfers(
  state: LedgerState,
  call: EndingCall,
  chargedMicroCredits: number,
  changes: BatchChanges,
): void {
  if (call.cover.transfers.length === 0) return;
  let left = chargedMicroCredits;
  call.cover.transfers.forEach((held, number) => {
    const posted = Math.min(left, held);
    left -= posted;
    changes.transfers.push({
      id: `${call.intentId}:end:${number}`,
      debit: walletId(call.userId),
      credit: 'revenue',
      amount: posted > 0 ? posted : held,
      phase: posted > 0 ? 'post' : 'void',
      pendingId: `${call.intentId}:hold:${number}`,
      intentId: call.intentId,
    });
  });
  changes.moveWallet(state.wallet(call.userId), chargedMicroCredits, -call.cover.microCredits);
}

function recordAttempts(
  call: EndingCall,
  attempts: readonly AttemptRecord[],
  settlement: Settlement,
  changes: BatchChanges,
): void {
  const billableAt = attempts.findIndex((attempt) => attempt.isBillable);
  const finalAt = billableAt === -1 ? attempts.length - 1 : billableAt;
  attempts.forEach((record, attempt) => {
    const isCharged = attempt === billableAt;
    const chargedMicroCredits = isCharged ? settlement.chargedMicroCredits : 0;
    changes.usage.push({
      intentId: call.intentId,
      attempt,
      record,
      isFinal: attempt === finalAt,
      chargedTokens: isCharged ? settlement.chargedTokens : 0,
      chargedMicroCredits,
      houseMicroCredits: costToHouse(call, record) - chargedMicroCredits,
    });
  });
}

/** List price of an attempt. Whether an unanswered one ran is not known: its bound is the whole hold. */
function costToHouse(call: EndingCall, record: AttemptRecord): number {
  if (record.outcome === 'refused') return 0;
  if (record.outcome === 'unknown') return call.cover.microCredits;
  return priceOf(record.usage, call.price);
}

/** A call that ended before anything was sent still shows in the records, once, with nothing used. */
function neverSent(call: EndingCall, finish: FinishRequest, nowMs: number): AttemptRecord {
  return {
    provider: 'none',
    modelRouted: call.model,
    modelSeen: null,
    outcome: finish.unsent?.outcome ?? 'refused',
    usage: NO_TOKENS,
    source: 'counted',
    isBillable: false,
    status: finish.unsent?.status ?? 503,
    errorCode: finish.unsent?.errorCode ?? null,
    startedAtMs: nowMs,
    firstTokenMs: null,
    durationMs: 0,
  };
}
