import { Injectable } from '@nestjs/common';
import type { Caller } from '../common/security/caller';
import type { UserView } from '../users/user.view';
import { UsersService } from '../users/users.service';
import { ACCESS_TOKEN_SECONDS, AccessTokens } from './access-tokens';
import { authErrors, refuseCredential } from './auth.errors';
import { LoginAttempts } from './login-attempts';
import { Sessions } from './sessions';

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  expiresInSeconds: number;
}

export interface Login extends TokenPair {
  user: UserView;
  cookie: string;
}

export interface LoginRequest {
  username: string;
  password: string;
  ip: string;
  userAgent: string;
}

/** Logging in and out. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: Sessions,
    private readonly accessTokens: AccessTokens,
    private readonly attempts: LoginAttempts,
  ) {}

  /** Throws `bad_credentials`, `account_inactive` or `login_locked`. */
  async login(request: LoginRequest): Promise<Login> {
    const succeed = this.attempts.begin(request.username.toLowerCase(), request.ip);
    const user = await this.users.findByPassword(request.username, request.password);
    if (user === null) throw authErrors.bad_credentials({});
    succeed();
    if (!user.isActive) throw authErrors.account_inactive({});
    const { session, refreshToken, cookie } = await this.sessions.open(user.id, request.userAgent);
    return { user, cookie, ...this.tokens(user.id, session.id, refreshToken) };
  }

  /** Trades a refresh token for a new pair. Throws `unauthenticated`. */
  async refresh(refreshToken: string): Promise<TokenPair> {
    const { session, refreshToken: next } = await this.sessions.refresh(refreshToken);
    const user = await this.users.find(session.userId);
    if (user === null || !user.isActive) throw refuseCredential('user_inactive');
    return this.tokens(user.id, session.id, next);
  }

  /** Ends the login behind this call; an API key has none. */
  async logout(caller: Caller): Promise<void> {
    if (caller.sessionId === undefined) return;
    await this.sessions.end({ id: caller.sessionId, userId: caller.userId });
  }

  private tokens(userId: string, sessionId: string, refreshToken: string): TokenPair {
    return {
      accessToken: this.accessTokens.issue(userId, sessionId),
      refreshToken,
      expiresInSeconds: ACCESS_TOKEN_SECONDS,
    };
  }
}
