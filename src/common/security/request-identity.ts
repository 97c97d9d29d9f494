import { Injectable } from '@nestjs/common';
import type { CoinopRequest } from '../http/context-request';
import type { Caller } from './caller';

/** Finds the caller of a request; undefined when it carries no valid credential. Never throws. */
export type IdentitySource = (request: CoinopRequest) => Promise<Caller | undefined>;

/**
 * Who is asking, for the few places that no route or resolver guards, such as GraphQL introspection.
 * The module that authenticates registers itself; before that everybody is a stranger.
 */
@Injectable()
export class RequestIdentity {
  private source: IdentitySource = async (request) => request.caller;

  register(source: IdentitySource): void {
    this.source = source;
  }

  find(request: CoinopRequest): Promise<Caller | undefined> {
    return this.source(request);
  }
}
