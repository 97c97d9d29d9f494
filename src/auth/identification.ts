import { Injectable, type ExecutionContext } from '@nestjs/common';
import { contextRequest } from '../common/http/context-request';
import type { Caller } from '../common/security/caller';
import { Credentials } from '../common/security/credentials';
import { refuseCredential } from './auth.errors';
import { CookieCredential } from './cookie-credential';
import { JwtCredential } from './jwt-credential';
import { JWT_PREFIX } from './jwt.strategy';
import { CREDENTIAL_CHARACTERS_MAX, presentedToken } from './logic/presented-credential';

/** Finds out who calls: by JWT, API key or any registered credential, else by the session cookie. */
@Injectable()
export class Identification {
  private readonly isKnown = (token: string): boolean =>
    token.startsWith(JWT_PREFIX) || this.credentials.find(token) !== undefined;

  constructor(
    private readonly credentials: Credentials,
    private readonly jwt: JwtCredential,
    private readonly cookie: CookieCredential,
  ) {}

  /** Null when nothing was presented; throws `unauthenticated` or `forbidden` when it is no good. */
  identify(context: ExecutionContext): Caller | null | Promise<Caller> {
    const request = contextRequest(context);
    const { authorization, 'x-api-key': apiKey, cookie } = request.headers;
    const token = presentedToken(authorization, apiKey, this.isKnown);
    if (token === undefined) return cookie === undefined ? null : this.cookie.identify(context);
    if (token.length > CREDENTIAL_CHARACTERS_MAX) throw refuseCredential('unknown_credential');
    if (token.startsWith(JWT_PREFIX)) return this.jwt.identify(token, context);
    const resolve = this.credentials.find(token);
    if (resolve === undefined) throw refuseCredential('unknown_credential');
    return resolve(token, request);
  }
}
