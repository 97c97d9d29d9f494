import { Injectable } from '@nestjs/common';
import type { CoinopRequest } from '../common/http/context-request';
import type { Caller } from '../common/security/caller';
import { AccessTokens, type AccessClaims } from './access-tokens';
import { Callers } from './callers';
import { JwtGuard } from './jwt.strategy';
import { Sessions } from './sessions';

/** The caller behind an access token: signature first, then the login it belongs to. */
@Injectable()
export class JwtCredential {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly guard: JwtGuard,
    private readonly sessions: Sessions,
    private readonly callers: Callers,
  ) {}

  /** Throws `unauthenticated`. */
  identify(token: string, request: CoinopRequest): Caller | Promise<Caller> {
    const known = this.accessTokens.recall(token);
    return known === undefined ? this.check(token, request) : this.ofClaims(known);
  }

  private async check(token: string, request: CoinopRequest): Promise<Caller> {
    const claims = await this.guard.claimsOf(request);
    this.accessTokens.remember(token, claims);
    return this.ofClaims(claims);
  }

  private ofClaims(claims: AccessClaims): Caller | Promise<Caller> {
    const session = this.sessions.get(claims.sessionId);
    return session instanceof Promise
      ? session.then((loaded) => this.callers.ofSession(loaded, 'jwt'))
      : this.callers.ofSession(session, 'jwt');
  }
}
