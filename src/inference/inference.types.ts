import type { FastifyReply } from 'fastify';
import type { CoinopRequest } from '../common/http/context-request';
import type { Caller } from '../common/security/caller';
import type { Endpoint } from '../protocol/dialects';
import type { DialectRequest } from '../protocol/relay/dialect-request';
import type { Admission } from '../usage/rate-limiter';
import type { Deployment } from '../providers/providers.types';

/** One endpoint as the gateway offers it. */
export interface Operation {
  /** The dialect's pure half: reading, scanning, refusing. */
  readonly endpoint: Endpoint;
  /** Below the provider's base URL. */
  readonly upstreamPath: string;
  /** False where the call costs nothing at any provider: it is passed on without a hold or a record. */
  readonly isMetered: boolean;
}

/** A checked request with everything that is needed to answer it. */
export interface GatewayCall {
  operation: Operation;
  caller: Caller;
  read: DialectRequest;
  /** In the order to try; never empty. */
  deployments: readonly Deployment[];
  request: CoinopRequest;
  reply: FastifyReply;
  /** What the caller may still ask for, for the answer's headers. */
  admission: Admission;
  /** What `RunningCalls.stops` was when the caller was let in. */
  stopsSeen: number;
}
