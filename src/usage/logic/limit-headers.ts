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
  const headers: Record<string, string> = {};
  const policies: string[] = [];
  const left: string[] = [];
  const tell = (unit: string, limit: number, remaining: number, resetsAtMs: number | null) => {
    headers[`x-ratelimit-limit-${unit}`] = String(limit);
    headers[`x-ratelimit-remaining-${unit}`] = String(remaining);
    headers[`anthropic-ratelimit-${unit}-limit`] = String(limit);
    headers[`anthropic-ratelimit-${unit}-remaining`] = String(remaining);
    policies.push(`"${unit}";q=${limit}`);
    if (resetsAtMs === null) {
      left.push(`"${unit}";r=${remaining}`);
      return;
    }
    const waitMs = Math.max(0, resetsAtMs - nowMs);
    headers[`x-ratelimit-reset-${unit}`] = goDuration(waitMs);
    headers[`anthropic-ratelimit-${unit}-reset`] = new Date(resetsAtMs).toISOString();
    left.push(`"${unit}";r=${remaining};t=${Math.ceil(waitMs / 1000)}`);
  };
  if (requests !== null) {
    tell('requests', requests.limit, requests.remaining, nowMs + requests.fullInMs);
  }
  const tightest = tightestOf(states);
  if (tightest !== undefined) {
    tell('tokens', tightest.cap, tokensLeft(tightest), tightest.resetsAtMs);
  }
  if (policies.length === 0) return headers;
  return { ...headers, 'ratelimit-policy': policies.join(', '), ratelimit: left.join(', ') };
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
