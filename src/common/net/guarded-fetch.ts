import { Agent, fetch as undiciFetch } from 'undici';
import type { AddressTrust } from './address-policy';
import { guardedConnector } from './guarded-connector';

export interface GuardedFetchOptions {
  trust: AddressTrust;
  connectTimeoutMs: number;
  /** For the whole answer. */
  timeoutMs: number;
}

/**
 * A `fetch` for the calls that this server makes for itself, through the vendors' SDKs: it dials allowed
 * addresses only, follows no redirect and has a time limit.
 */
export function guardedFetch(options: GuardedFetchOptions): typeof fetch {
  const connect = guardedConnector({ trust: options.trust, timeoutMs: options.connectTimeoutMs });
  // Node's own fetch is another version of undici and refuses a dispatcher of this one.
  const dispatcher = new Agent({ connect, keepAliveTimeout: 4000 });
  const run = undiciFetch as unknown as typeof fetch;
  return (input, init) => {
    const timeout = AbortSignal.timeout(options.timeoutMs);
    const signal = init?.signal == null ? timeout : AbortSignal.any([init.signal, timeout]);
    return run(input, { ...init, signal, redirect: 'manual', dispatcher } as object);
  };
}
