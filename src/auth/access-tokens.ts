import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { TokenKeys } from './token-keys';

export const ACCESS_TOKEN_SECONDS = 15 * 60;
export const ACCESS_TOKEN_ISSUER = 'coinop';
export const ACCESS_TOKEN_AUDIENCE = 'coinop-api';
/** Tokens whose signature was checked and is remembered; the oldest are checked again. */
const CHECKED_MAX = 10_000;

/** What an access token says: whose it is, and by which login. */
export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
  readonly expiresAtMs: number;
}

/** Issues access tokens (JWT) and remembers which were found good, by SHA-256. */
@Injectable()
export class AccessTokens {
  private readonly checked = new Map<string, AccessClaims>();

  constructor(
    private readonly jwt: JwtService,
    private readonly keys: TokenKeys,
  ) {}

  issue(userId: string, sessionId: string): string {
    return this.jwt.sign(
      { sid: sessionId },
      {
        // A key object goes by this name; `secret` takes texts only.
        privateKey: this.keys.accessToken,
        algorithm: 'HS256',
        subject: userId,
        issuer: ACCESS_TOKEN_ISSUER,
        audience: ACCESS_TOKEN_AUDIENCE,
        expiresIn: ACCESS_TOKEN_SECONDS,
      },
    );
  }

  /** The claims of a token that passed the check before and has not expired. */
  recall(token: string): AccessClaims | undefined {
    const digest = hash('sha256', token, 'base64');
    const claims = this.checked.get(digest);
    if (claims === undefined || claims.expiresAtMs > Date.now()) return claims;
    this.checked.delete(digest);
    return undefined;
  }

  /** Call only with claims whose signature, audience, issuer and expiry were checked. */
  remember(token: string, claims: AccessClaims): void {
    this.checked.set(hash('sha256', token, 'base64'), claims);
    for (const oldest of this.checked.keys()) {
      if (this.checked.size <= CHECKED_MAX) break;
      this.checked.delete(oldest);
    }
  }
}
