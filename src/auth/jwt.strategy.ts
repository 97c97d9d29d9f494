import { Injectable } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-jwt';
import type { CoinopRequest } from '../common/http/context-request';
import { ACCESS_TOKEN_AUDIENCE, ACCESS_TOKEN_ISSUER, type AccessClaims } from './access-tokens';
import { refuseCredential } from './auth.errors';
import { presentedToken } from './logic/presented-credential';
import { TokenKeys } from './token-keys';

/** How every JWT begins: `{"` in base64url. */
export const JWT_PREFIX = 'eyJ';

interface JwtPayload {
  sub?: unknown;
  sid?: unknown;
  exp?: unknown;
}

/** Checks signature (HS256 and nothing else), audience, issuer and expiry of an access token. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(keys: TokenKeys) {
    super({
      jwtFromRequest: jwtOf,
      // The typings know texts only; jsonwebtoken takes key objects, and is far quicker with them.
      secretOrKey: keys.accessToken as unknown as string,
      algorithms: ['HS256'],
      issuer: ACCESS_TOKEN_ISSUER,
      audience: ACCESS_TOKEN_AUDIENCE,
      ignoreExpiration: false,
    });
  }

  validate(payload: JwtPayload): AccessClaims {
    const { sub, sid, exp } = payload;
    if (typeof sub !== 'string' || typeof sid !== 'string' || typeof exp !== 'number') {
      throw refuseCredential('token_invalid');
    }
    return { userId: sub, sessionId: sid, expiresAtMs: exp * 1000 };
  }
}

function jwtOf(request: unknown): string | null {
  const { authorization, 'x-api-key': apiKey } = (request as CoinopRequest).headers;
  return presentedToken(authorization, apiKey, (token) => token.startsWith(JWT_PREFIX)) ?? null;
}

/** Runs the strategy on a request, whatever face of the server it came by. */
@Injectable()
export class JwtGuard extends AuthGuard('jwt') {
  /** Throws `unauthenticated`, saying whether the token is old or wrong. */
  async claimsOf(request: CoinopRequest): Promise<AccessClaims> {
    await this.canActivate(new ExecutionContextHost([request, {}]));
    return (request as { user?: unknown }).user as AccessClaims;
  }

  override handleRequest<T>(error: unknown, claims: T, info: unknown): T {
    if (error !== null && error !== undefined) throw error;
    if (claims) return claims;
    const isExpired = info instanceof Error && info.name === 'TokenExpiredError';
    throw refuseCredential(isExpired ? 'token_expired' : 'token_invalid');
  }
}
