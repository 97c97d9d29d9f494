import { Injectable } from '@nestjs/common';
import { Config } from '../common/config/config';
import { commonErrors } from '../common/errors/common.errors';
import type { CoinopError } from '../common/errors/define-errors';
import type { Caller } from '../common/security/caller';
import { CallMetrics } from './call-metrics';
import { retryHeaders, type RequestAllowance } from './logic/limit-headers';
import { describeWait } from './logic/limit-wording';
import { RequestBuckets, type BucketLimits, type Refusal } from './logic/request-buckets';

/** Users and keys remembered at once; some 100 bytes each. */
const BUCKETS_MAX = 100_000;
/** Nobody knows when a running call ends; a second is a fair time to ask again. */
const RUNNING_WAIT_MS = 1000;

/** A call that was let in. */
export interface Admission {
  /** What the caller may still ask for, for the answer's headers: the tighter of user and key. */
  readonly allowance: RequestAllowance;
  /** Call it once, when the call has ended however it ended; further calls do nothing. */
  release(): void;
}

/**
 * Requests per minute and calls at once, for each user and each API key. In the memory of this process
 * and synchronous, so that the request path never waits for it.
 */
@Injectable()
export class RateLimiter {
  private readonly buckets = new RequestBuckets(BUCKETS_MAX);
  private readonly user: BucketLimits;
  private readonly key: BucketLimits;

  constructor(
    { env }: Config,
    private readonly metrics: CallMetrics,
  ) {
    this.user = {
      requestsPerMinute: env.USER_REQUESTS_PER_MINUTE_MAX,
      callsAtOnce: env.USER_CALLS_AT_ONCE_MAX,
    };
    this.key = {
      requestsPerMinute: env.KEY_REQUESTS_PER_MINUTE_MAX,
      callsAtOnce: env.KEY_CALLS_AT_ONCE_MAX,
    };
  }

  /** Throws `rate_limited` when the user or the key asks too often or has too many calls running. */
  admit(caller: Caller, nowMs: number): Admission {
    const userName = `user:${caller.userId}`;
    const allowance = this.buckets.take(userName, this.user, nowMs);
    if ('reason' in allowance) throw this.refuse(allowance, 'user');
    if (caller.apiKey === undefined) return this.admission(allowance, userName, undefined);
    const keyName = `key:${caller.apiKey.id}`;
    const ofKey = this.buckets.take(keyName, this.key, nowMs);
    if ('reason' in ofKey) {
      this.buckets.undo(userName, this.user);
      throw this.refuse(ofKey, 'key');
    }
    const tighter = ofKey.remaining < allowance.remaining ? ofKey : allowance;
    return this.admission(tighter, userName, keyName);
  }

  private refuse(refusal: Refusal, scope: 'user' | 'key'): CoinopError {
    const isRate = refusal.reason === 'rate';
    this.metrics.countRejection(scope, isRate ? 'minute' : 'now', isRate ? 'rate' : 'concurrency');
    return refuse(refusal, scope === 'user' ? 'your account' : 'this API key');
  }

  private admission(
    allowance: RequestAllowance,
    userName: string,
    keyName: string | undefined,
  ): Admission {
    let isReleased = false;
    return {
      allowance,
      release: () => {
        if (isReleased) return;
        isReleased = true;
        this.buckets.release(userName);
        if (keyName !== undefined) this.buckets.release(keyName);
      },
    };
  }
}

function refuse(refusal: Refusal, owner: string): CoinopError {
  const waitMs = refusal.waitMs ?? RUNNING_WAIT_MS;
  const detail =
    refusal.reason === 'rate'
      ? `Too many requests: ${owner} may make ${refusal.limit} a minute. Try again in ${describeWait(waitMs)}.`
      : `Too many calls at once: ${owner} may have ${refusal.limit} running. Try again when one has ended.`;
  return commonErrors.rate_limited(
    { detail },
    {
      headers: retryHeaders(waitMs),
      members: { scope: owner, limit: refusal.limit, retry_after_ms: Math.ceil(waitMs) },
    },
  );
}
