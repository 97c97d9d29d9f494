import { Injectable } from '@nestjs/common';
import { Config } from '../common/config/config';
import type { CoinopError } from '../common/errors/define-errors';
import type { Caller } from '../common/security/caller';
import type { LimitClaim, LimitState } from '../ledger/ledger.types';
import { CallMetrics } from './call-metrics';
import { LimitRulesStore } from './data/limit-rules.store';
import { rateHeaders, retryHeaders, type RequestAllowance } from './logic/limit-headers';
import { claimsOf, hasCap, withTotal } from './logic/limit-rules';
import { LimitWindows } from './logic/limit-window';
import { renderLimit } from './logic/render-limit';
import { usageErrors } from './usage.errors';

/** Which token limits a call must fit in, and what its caller is told about them. */
@Injectable()
export class LimitsService {
  private readonly windows: LimitWindows;

  constructor(
    config: Config,
    private readonly rules: LimitRulesStore,
    private readonly metrics: CallMetrics,
  ) {
    this.windows = new LimitWindows(config.env.LIMITS_TZ);
  }

  /** Every limit of this caller at this moment. From memory. */
  limitsOf(caller: Caller, nowMs: number): LimitClaim[] {
    return claimsOf(caller, this.rules.book, this.windows, nowMs);
  }

  /**
   * What a call of this caller claims; the ledger takes all of it or nothing. A user's total is counted
   * also while it has no limit, so that one set later knows what was spent before.
   */
  claimsFor(caller: Caller, nowMs: number): LimitClaim[] {
    return withTotal(caller, this.limitsOf(caller, nowMs));
  }

  /** The 429 of a call that needs `needed` tokens where this limit has no room for them. */
  limitReached(state: LimitState, needed: number, nowMs: number): CoinopError {
    this.metrics.countRejection(state.scope.split(':', 1)[0]!, state.window, 'tokens');
    const waitMs = state.resetsAtMs === null ? null : state.resetsAtMs - nowMs;
    return usageErrors.token_limit_reached(
      { state, needed, nowMs },
      { headers: retryHeaders(waitMs), members: { ...renderLimit(state) } },
    );
  }

  /** What is left, as headers of an answer; `requests` comes from the admission of the call. */
  rateHeaders(
    states: readonly LimitState[],
    requests: RequestAllowance | null,
    nowMs: number,
  ): Record<string, string> {
    return rateHeaders(states.filter(hasCap), requests, nowMs);
  }
}
