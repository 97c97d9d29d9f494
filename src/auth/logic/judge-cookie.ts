/** A cookie is replaced when it is older than this. */
export const COOKIE_AGE_MAX_MS = 15 * 60_000;
/** Requests that were under way with the previous cookie still count for this long. */
export const COOKIE_GRACE_MS = 60_000;

export interface CookieState {
  cookieIssued: number;
  cookieConfirmed: number;
  cookiePrevious: number;
  cookieIssuedAtMs: number;
  cookieConfirmedAtMs: number;
}

export type CookieVerdict =
  | { kind: 'accepted'; isNewlyConfirmed: boolean; isDue: boolean }
  /** An old cookie came back although the browser has a newer one: it was copied. */
  | { kind: 'reused' };

/**
 * Judges a cookie by its generation. A browser may never see the answer that brought the new cookie
 * (the page was left), so an older one stays good until its successor was seen, and a minute longer.
 */
export function judgeCookie(state: CookieState, generation: number, nowMs: number): CookieVerdict {
  const inGrace = nowMs - state.cookieConfirmedAtMs < COOKIE_GRACE_MS;
  const oldestGood = inGrace ? state.cookiePrevious : state.cookieConfirmed;
  if (generation < oldestGood || generation > state.cookieIssued) return { kind: 'reused' };
  const ageMs = nowMs - state.cookieIssuedAtMs;
  const isNewest = generation === state.cookieIssued;
  const seemsLost = generation >= state.cookieConfirmed && ageMs > COOKIE_GRACE_MS;
  return {
    kind: 'accepted',
    isNewlyConfirmed: generation > state.cookieConfirmed,
    isDue: isNewest ? ageMs > COOKIE_AGE_MAX_MS : seemsLost,
  };
}
