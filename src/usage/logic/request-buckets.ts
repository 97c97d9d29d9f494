import type { RequestAllowance } from './limit-headers';

const MINUTE_MS = 60_000;

export interface BucketLimits {
  requestsPerMinute: number;
  callsAtOnce: number;
}

/** Why a bucket said no. */
export type Refusal =
  | { reason: 'rate'; limit: number; waitMs: number }
  | { reason: 'running'; limit: number; waitMs: null };

interface Bucket {
  /** The moment at which the bucket is full again (GCRA's theoretical arrival time). */
  fullAtMs: number;
  running: number;
}

/** How many of the oldest buckets are looked at for one that may go, per new bucket. */
const EVICTION_LOOKS_MAX = 16;

/**
 * Requests per minute and calls at once, one bucket per name. A whole minute's requests may come at
 * once, then they are spaced. Constant time and two numbers per name, whatever the rates: no list of
 * hits. Idle buckets are the same as missing ones, so the oldest idle ones go when there are too many.
 */
export class RequestBuckets {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly bucketsMax: number) {}

  get size(): number {
    return this.buckets.size;
  }

  /** Takes one request; changes nothing when it refuses. */
  take(name: string, limits: BucketLimits, nowMs: number): Refusal | RequestAllowance {
    const bucket = this.bucketOf(name, nowMs);
    if (bucket.running >= limits.callsAtOnce) {
      return { reason: 'running', limit: limits.callsAtOnce, waitMs: null };
    }
    const spacingMs = MINUTE_MS / limits.requestsPerMinute;
    const fullAtMs = Math.max(bucket.fullAtMs, nowMs) + spacingMs;
    const tooEarlyMs = fullAtMs - nowMs - MINUTE_MS;
    // Half a spacing of grace: sums of spacings are not exact in binary.
    if (tooEarlyMs > spacingMs / 2) {
      return { reason: 'rate', limit: limits.requestsPerMinute, waitMs: tooEarlyMs };
    }
    bucket.fullAtMs = fullAtMs;
    bucket.running += 1;
    return {
      limit: limits.requestsPerMinute,
      remaining: Math.max(0, Math.round((nowMs + MINUTE_MS - fullAtMs) / spacingMs)),
      fullInMs: fullAtMs - nowMs,
    };
  }

  /** One call of this name ended. */
  release(name: string): void {
    const bucket = this.buckets.get(name);
    if (bucket !== undefined && bucket.running > 0) bucket.running -= 1;
  }

  /** Gives a taken request back, as if it had not been made. */
  undo(name: string, limits: BucketLimits): void {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) return;
    bucket.fullAtMs -= MINUTE_MS / limits.requestsPerMinute;
    this.release(name);
  }

  private bucketOf(name: string, nowMs: number): Bucket {
    const known = this.buckets.get(name);
    if (known !== undefined) return known;
    if (this.buckets.size >= this.bucketsMax) this.evict(nowMs);
    const fresh = { fullAtMs: nowMs, running: 0 };
    this.buckets.set(name, fresh);
    return fresh;
  }

  /** Buckets with running calls stay: those are bounded by the server's connections. */
  private evict(nowMs: number): void {
    let looks = 0;
    let firstIdle: string | undefined;
    for (const [name, bucket] of this.buckets) {
      if (bucket.running === 0) {
        firstIdle ??= name;
        if (bucket.fullAtMs <= nowMs) {
          this.buckets.delete(name);
          return;
        }
      } else {
        // Moved to the back, so that long calls do not hide idle buckets behind them.
        this.buckets.delete(name);
        this.buckets.set(name, bucket);
      }
      looks += 1;
      if (looks === EVICTION_LOOKS_MAX) break;
    }
    if (firstIdle !== undefined) this.buckets.delete(firstIdle);
  }
}
