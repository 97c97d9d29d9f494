import { Injectable, type ExecutionContext } from '@nestjs/common';
import {
  ThrottlerGuard,
  type ThrottlerLimitDetail,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import { contextReply, contextRequest } from '../common/http/context-request';
import { authErrors } from './auth.errors';
import { addressBlock } from './logic/address-block';
import { BoundedHits } from './logic/bounded-hits';

const ADDRESSES_MAX = 20_000;

type Increment = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** The throttler's memory, bounded. Each process counts for itself. */
@Injectable()
export class BoundedThrottlerStorage implements ThrottlerStorage {
  private readonly hits = new BoundedHits(ADDRESSES_MAX);

  async increment(key: string, ttl: number, limit: number): Promise<Increment> {
    const nowMs = Date.now();
    const { count, endsAtMs } = this.hits.hit(key, ttl, nowMs);
    const seconds = Math.max(1, Math.ceil((endsAtMs - nowMs) / 1000));
    return {
      totalHits: count,
      timeToExpire: seconds,
      isBlocked: count > limit,
      timeToBlockExpire: seconds,
    };
  }
}

/** So many requests a minute from one address to each route of auth. */
@Injectable()
export class AuthThrottlerGuard extends ThrottlerGuard {
  /** The stock guard looks for an HTTP request, which in a resolver is the GraphQL root. */
  protected override getRequestResponse(context: ExecutionContext): {
    req: Record<string, unknown>;
    res: Record<string, unknown>;
  } {
    return {
      req: contextRequest(context) as unknown as Record<string, unknown>,
      res: contextReply(context) as unknown as Record<string, unknown>,
    };
  }

  protected override async getTracker(request: Record<string, unknown>): Promise<string> {
    return addressBlock(String(request['ip']));
  }

  protected override async throwThrottlingException(
    _: ExecutionContext,
    detail: ThrottlerLimitDetail,
  ): Promise<void> {
    const seconds = detail.timeToBlockExpire;
    throw authErrors.too_many_requests(
      { seconds },
      { headers: { 'retry-after': String(seconds) } },
    );
  }
}
