import type { LimitClaim, LimitState, WindowKind } from '../../ledger/ledger.types';

const ADJECTIVES: Record<WindowKind, string> = {
  total: 'total',
  day: 'daily',
  month: 'monthly',
};

const OWNERS: Record<string, string> = {
  user: 'your account',
  key: 'this API key',
  game: 'this game',
  play: 'this play session',
};

/** What people call a limit: "daily token limit of this API key". */
export function limitName({ scope, window }: Pick<LimitClaim, 'scope' | 'window'>): string {
  const owner = OWNERS[scope.slice(0, scope.indexOf(':'))] ?? scope;
  return `${ADJECTIVES[window]} token limit of ${owner}`;
}

/**
 * The sentence a caller reads at the limit. Agents print it word for word and show nothing else, so
 * everything they can act on is in it: which limit, the numbers, and when to come back.
 */
export function describeLimitReached(state: LimitState, needed: number, nowMs: number): string {
  const { used, held, cap } = state;
  const running = held > 0 ? ` and ${count(held)} held by running calls` : '';
  return (
    `The ${limitName(state)} is reached: ${count(used)} used${running}, of ${count(cap)}; ` +
    `this call needs ${count(needed)}. ${describeReset(state, nowMs)} ` +
    'GET /api/inference/limits shows all your limits.'
  );
}

function describeReset({ resetsAtMs }: LimitState, nowMs: number): string {
  if (resetsAtMs === null) return 'It does not reset: an admin can raise it.';
  const at = new Date(resetsAtMs).toISOString().replace(/\.\d+Z$/u, 'Z');
  return `It resets in ${describeWait(resetsAtMs - nowMs)} (${at}).`;
}

/** Two units at most, rounded up: telling people to come back a little late beats too early. */
export function describeWait(waitMs: number): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

const count = (tokens: number): string => `${tokens} ${tokens === 1 ? 'token' : 'tokens'}`;
