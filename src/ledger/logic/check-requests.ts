import type { FinishRequest, ReserveRequest, TokenUsage } from '../ledger.types';

/** A caller broke the ledger's contract. A bug, never a user's mistake. */
export class LedgerMisuse extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LedgerMisuse';
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

export function checkReserve(request: ReserveRequest): void {
  if (!UUID.test(request.subject.requestId)) throw new LedgerMisuse('requestId must be a UUID');
  wholeNumber('inputTokens', request.inputTokens);
  wholeNumber('outputTokensMax', request.outputTokensMax);
  for (const claim of request.limits) wholeNumber('cap', claim.cap);
}

export function wholeNumber(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new LedgerMisuse(`${name} must be a whole number of 0 or more, got ${String(value)}`);
}

/** At most one attempt is charged, and only one that can have run. */
export function checkFinish(request: FinishRequest): void {
  let billable = 0;
  for (const attempt of request.attempts) {
    checkUsage(attempt.usage);
    wholeNumber('durationMs', attempt.durationMs);
    if (!attempt.isBillable) continue;
    billable += 1;
    if (attempt.outcome === 'refused' || attempt.outcome === 'unknown') {
      throw new LedgerMisuse(`an attempt that ended ${attempt.outcome} cannot be charged`);
    }
  }
  if (billable > 1) throw new LedgerMisuse(`${billable} attempts of one call are marked billable`);
}

function checkUsage(usage: TokenUsage): void {
  wholeNumber('usage.input', usage.input);
  wholeNumber('usage.cacheRead', usage.cacheRead);
  wholeNumber('usage.cacheWrite', usage.cacheWrite);
  wholeNumber('usage.output', usage.output);
  wholeNumber('usage.reasoning', usage.reasoning);
}
