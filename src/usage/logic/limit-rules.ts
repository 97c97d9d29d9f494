import type { Caller } from '../../common/security/caller';
import type { LimitClaim, WindowKind } from '../../ledger/ledger.types';
import { TOTAL_WINDOW_START, type LimitWindows } from './limit-window';

export interface RuleCap {
  window: WindowKind;
  cap: number;
}

/** Rules by scope, kept in memory. */
export type RuleBook = ReadonlyMap<string, readonly RuleCap[]>;

/** The scopes of a caller with the cap that the scope's owner carries itself, if any. */
function scopesOf(caller: Caller): [scope: string, ownCap: number | null][] {
  const scopes: [string, number | null][] = [[`user:${caller.userId}`, caller.tokenLimit]];
  if (caller.apiKey) scopes.push([`key:${caller.apiKey.id}`, caller.apiKey.tokenLimit]);
  if (caller.play) {
    scopes.push([`game:${caller.play.gameId}`, null]);
    scopes.push([`play:${caller.play.sessionId}`, caller.play.tokenLimit]);
  }
  return scopes;
}

/**
 * All limits a call of this caller must fit in. A rule for the very scope replaces the rule for each
 * of its kind (`user:*`) in the same window; between a rule and the owner's own cap the lower holds.
 */
export function claimsOf(
  caller: Caller,
  rules: RuleBook,
  windows: LimitWindows,
  nowMs: number,
): LimitClaim[] {
  const claims: LimitClaim[] = [];
  for (const [scope, ownCap] of scopesOf(caller)) {
    const general = rules.get(`${scope.slice(0, scope.indexOf(':'))}:*`) ?? [];
    const caps = new Map(general.map(({ window, cap }) => [window, cap]));
    for (const { window, cap } of rules.get(scope) ?? []) caps.set(window, cap);
    if (ownCap !== null) caps.set('total', Math.min(ownCap, caps.get('total') ?? Infinity));
    for (const [window, cap] of caps) {
      const { windowStart, resetsAtMs } = windows.at(window, nowMs);
      claims.push({ scope, unit: 'tokens', window, windowStart, cap, resetsAtMs });
    }
  }
  return claims;
}

/** The cap of a total that is counted but not limited. */
const NO_CAP_TOKENS = Number.MAX_SAFE_INTEGER;

export function hasCap({ cap }: Pick<LimitClaim, 'cap'>): boolean {
  return cap < NO_CAP_TOKENS;
}

/** The claims with the user's total among them, without a cap where there is no limit on it. */
export function withTotal({ userId }: Caller, claims: readonly LimitClaim[]): LimitClaim[] {
  const scope = `user:${userId}`;
  const isCounted = claims.some((claim) => claim.scope === scope && claim.window === 'total');
  if (isCounted) return [...claims];
  const total: LimitClaim = {
    scope,
    unit: 'tokens',
    window: 'total',
    windowStart: TOTAL_WINDOW_START,
    cap: NO_CAP_TOKENS,
    resetsAtMs: null,
  };
  return [total, ...claims];
}
