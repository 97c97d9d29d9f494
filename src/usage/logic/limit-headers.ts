import type { LimitState } from '../../ledger/ledger.types';

/** How many requests a caller may still make now. */
export interface RequestAllowance {
  /** Requests a minute. */
  limit: number;
  remaining: number;
  /** Until all of `limit` is there again. */
  fullInMs: number;
}

/** Clients that are told to wait longer than this would sleep inside the SDK, some for hours. */
const RETRY_WAIT_MS_MAX = 60_000;

/**
 * The headers of a 429. A wait is always told truly; when it is long, or nothing but a person can end
 * it, `x-should-retry: false` makes the vendors' SDKs give up at once and show our sentence instead.
 */
export function retryHeaders(waitMs: number | null): Record<string, string> {
  if (waitMs === null) return { 'x-should-retry': 'false' };
  const waitS = Math.max(1, Math.ceil(waitMs / 1000));
  if (waitMs > RETRY_WAIT_MS_MAX) {
    return { 'retry-after': String(waitS), 'x-should-retry': 'false' };
  }
  return { 'retry-after': String(waitS), 'retry-after-ms': String(Math.max(1, Math.ceil(waitMs))) };
}

/**
 * What is left, as each family of clients reads it: OpenAI's names with Go durations, Anthropic's with
 * RFC 3339 moments, and the IETF draft. Of several token limits the one with the least left is told.
 */
export function rateHeaders(
  states: readonly LimitState[],
  requests: RequestAllowance | null,
  nowMs: number,
): Record<string, string> {
  const tightest = tightestOf(states);
  const ofRequests =
    requests === null
      ? null
      : tell('requests', requests.limit, requests.remaining, requests.fullInMs);
  const ofTokens =
    tightest === undefined
      ? null
      : tell(
          'tokens',
          tightest.cap,
          tokensLeft(tightest),
          tightest.resetsAtMs === null ? null : tightest.resetsAtMs - nowMs,
        );
  return {
    ...(ofRequests === null ? {} : requestHeaders(ofRequests, nowMs)),
    ...(ofTokens === null ? {} : tokenHeaders(ofTokens, nowMs)),
    ...draftHeaders([ofRequests, ofTokens]),
  };
}

/** One limit as the headers tell it. */
interface Told {
  unit: string;
  limit: string;
  remaining: string;
  waitMs: number | null;
}

function tell(unit: string, limit: number, remaining: number, waitMs: number | null): Told {
  return {
    unit,
    limit: String(limit),
    remaining: String(remaining),
    waitMs: waitMs === null ? null : Math.max(0, waitMs),
  };
}

// Names are spelt out: made-up ones would cost the request path more than all the rest of this file.
function requestHeaders({ limit, remaining, waitMs }: Told, nowMs: number): Record<string, string> {
  return {
    'x-ratelimit-limit-requests': limit,
    'x-ratelimit-remaining-requests': remaining,
    'x-ratelimit-reset-requests': goDuration(waitMs ?? 0),
    'anthropic-ratelimit-requests-limit': limit,
    'anthropic-ratelimit-requests-remaining': remaining,
    'anthropic-ratelimit-requests-reset': new Date(nowMs + (waitMs ?? 0)).toISOString(),
  };
}

function tokenHeaders({ limit, remaining, waitMs }: Told, nowMs: number): Record<string, string> {
  const counts = {
    'x-ratelimit-limit-tokens': limit,
    'x-ratelimit-remaining-tokens': remaining,
    'anthropic-ratelimit-tokens-limit': limit,
    'anthropic-ratelimit-tokens-remaining': remaining,
  };
  if (waitMs === null) return counts;
  return {
    ...counts,
    'x-ratelimit-reset-tokens': goDuration(waitMs),
    'anthropic-ratelimit-tokens-reset': new Date(nowMs + waitMs).toISOString(),
  };
}

/** https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers */
function draftHeaders(told: readonly (Told | null)[]): Record<string, string> {
  let policy = '';
  let left = '';
  for (const limit of told) {
    if (limit === null) continue;
    const separator = policy === '' ? '' : ', ';
    policy += `${separator}"${limit.unit}";q=${limit.limit}`;
    left += `${separator}"${limit.unit}";r=${limit.remaining}`;
    if (limit.waitMs !== null) left += `;t=${Math.ceil(limit.waitMs / 1000)}`;
  }
  return policy === '' ? {} : { 'ratelimit-policy': policy, ratelimit: left };
}

export function tokensLeft({ cap, used, held }: LimitState): number {
  return Math.max(0, cap - used - held);
}

function tightestOf(states: readonly LimitState[]): LimitState | undefined {
  let tightest: LimitState | undefined;
  for (const state of states) {
    if (tightest === undefined || tokensLeft(state) < tokensLeft(tightest)) tightest = state;
  }
  return tightest;
}

/** As Go prints durations, which OpenAI's clients parse: `1h2m3s`, `6m0s`, `12s`, `350ms`. */
export function goDuration(ms: number): string {
  if (ms < 1000) return `${Math.ceil(ms)}ms`;
  const seconds = Math.ceil(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const tail = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${tail}`;
  return minutes > 0 ? `${minutes}m${tail}` : tail;
}
