import type { LimitState } from '../ledger/ledger.types';
import { defineErrors } from '../common/errors/define-errors';
import { describeLimitReached } from './logic/limit-wording';

export interface LimitReached {
  state: LimitState;
  /** Tokens that the call asked for. */
  needed: number;
  nowMs: number;
}

export const usageErrors = defineErrors('usage', {
  token_limit_reached: {
    status: 429,
    title: 'Token limit reached',
    level: 'info',
    retryable: false,
    detail: ({ state, needed, nowMs }: LimitReached) => describeLimitReached(state, needed, nowMs),
  },
  too_many_limits: {
    status: 409,
    title: 'Too many limits',
    level: 'warn',
    retryable: false,
    detail: (a: { rulesMax: number }) =>
      `There are ${a.rulesMax} limits already: remove some, or use user:* for all users.`,
  },
});
