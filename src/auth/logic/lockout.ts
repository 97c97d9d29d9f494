/** How often something failed lately, and until when it may not be tried again. */
export interface Failures {
  count: number;
  lastAtMs: number;
  lockedUntilMs: number;
}

export interface LockoutRule {
  /** Failures that cost nothing. */
  freeFailures: number;
  /** The first lock; every further failure doubles it. */
  lockMsFirst: number;
  lockMsMax: number;
  /** Without a failure for so long everything is forgotten. */
  forgetAfterMs: number;
}

const rule = { lockMsFirst: 2_000, lockMsMax: 15 * 60_000, forgetAfterMs: 60 * 60_000 };

/**
 * One name from one address is slowed soon. The name alone and the address alone are slowed late: the
 * first so that a stranger cannot lock somebody out by guessing, the second because a school or an
 * office shares one address.
 */
export const LOCKOUT_RULES = {
  nameAtAddress: { ...rule, freeFailures: 5 },
  name: { ...rule, freeFailures: 50 },
  address: { ...rule, freeFailures: 50 },
} as const satisfies Record<string, LockoutRule>;

/** Milliseconds until the next try is allowed; 0 means now. */
export function lockedForMs(failures: Failures | undefined, nowMs: number): number {
  return failures === undefined ? 0 : Math.max(0, failures.lockedUntilMs - nowMs);
}

/** The count after one more failure. */
export function afterFailure(
  rule: LockoutRule,
  failures: Failures | undefined,
  nowMs: number,
): Failures {
  const isForgotten = failures === undefined || nowMs - failures.lastAtMs > rule.forgetAfterMs;
  const count = isForgotten ? 1 : failures.count + 1;
  const excess = count - rule.freeFailures;
  const lockMs =
    excess < 0 ? 0 : Math.min(rule.lockMsMax, rule.lockMsFirst * 2 ** Math.min(excess, 30));
  return { count, lastAtMs: nowMs, lockedUntilMs: lockMs === 0 ? 0 : nowMs + lockMs };
}
