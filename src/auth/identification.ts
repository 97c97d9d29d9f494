import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CoinopRequest } from '../common/http/context-request';
import type { Caller } from '../common/security/caller';
import { Credentials } from '../common/security/credentials';
import { RequestIdentity } from '../common/security/request-identity';
import { refuseCredential } from './auth.errors';
import { CookieCredential } from './cookie-credential';
import { JwtCredential } from './jwt-credential';
import { JWT_PREFIX } from './jwt.strategy';
import { CREDENTIAL_CHARACTERS_MAX, presentedToken } from './logic/presented-credential';

/** Finds out who calls: by JWT, API key or any registered credential, else by the session cookie. */
@Injectable()
export class Identification implements OnModuleInit {
  private readonly isKnown = (token: string): boolean =>
    token.startsWith(JWT_PREFIX) || this.credentials.find(token) !== undefined;

  constructor(
    private readonly credentials: Credentials,
    private readonly jwt: JwtCredential,
    private readonly cookie: CookieCredential,
    private readonly requestIdentity: RequestIdentity,
  ) {}

  onModuleInit(): void {
    this.requestIdentity.register((request) => this.find(request));
  }

  /** Who calls, or undefined when nobody or nobody valid does. Never throws. */
  async find(request: CoinopRequest, reply?: FastifyReply): Promise<Caller | undefined> {
    if (request.caller !== undefined) return request.caller;
    try {
      return (await this.identify(request, reply)) ?? undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Null when nothing was presented; throws `unauthenticated` or `forbidden` when it is no good. With
   * a reply a cookie that is due is renewed.
   */
  identify(request: CoinopRequest, reply?: FastifyReply): Caller | null | Promise<Caller> {
    const { authorization, 'x-api-key': apiKey, cookie } = request.headers;
    const token = presentedToken(authorization, apiKey, this.isKnown);
    if (token === undefined)
      return cookie === undefined ? null : this.cookie.identify(request, reply);
    if (token.length > CREDENTIAL_CHARACTERS_MAX) throw refuseCredential('unknown_credential');
    if (token.startsWith(JWT_PREFIX)) return this.jwt.identify(token, request);
    const resolve = this.credentials.find(token);
    if (resolve === undefined) throw refuseCredential('unknown_credential');
    return resolve(token, request);
  }
}
