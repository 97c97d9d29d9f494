import { Injectable } from '@nestjs/common';
import type { CoinopRequest } from '../http/context-request';
import type { Caller } from './caller';

/**
 * Turns one kind of bearer credential into its caller. Throws `unauthenticated` or `forbidden` with a
 * sentence that says what is wrong; never returns a caller that may not act any more.
 */
export type CredentialResolver = (
  token: string,
  request: CoinopRequest,
) => Caller | Promise<Caller>;

/**
 * Which module understands which credential, by the token's prefix (`sk-coinop-`, `pt_`). The access
 * guard asks here, so a module above it can bring its own kind of token.
 */
@Injectable()
export class Credentials {
  private readonly resolvers = new Map<string, CredentialResolver>();

  register(prefix: string, resolver: CredentialResolver): void {
    this.resolvers.set(prefix, resolver);
  }

  find(token: string): CredentialResolver | undefined {
    for (const [prefix, resolver] of this.resolvers) if (token.startsWith(prefix)) return resolver;
    return undefined;
  }
}
