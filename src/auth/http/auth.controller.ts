import { Body, Controller, Get, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { commonErrors } from '../../common/errors/common.errors';
import type { CoinopRequest } from '../../common/http/context-request';
import { TakesBody } from '../../common/http/describe';
import { parseBody } from '../../common/http/parse-body';
import { Allow, CurrentCaller } from '../../common/security/allow';
import type { Caller } from '../../common/security/caller';
import { renderUser, type RestUser } from '../../users/render-user';
import { TokenTotals } from '../../users/token-totals';
import { UsersService } from '../../users/users.service';
import { AuthService, type TokenPair } from '../auth.service';
import { AuthThrottlerGuard } from '../auth-throttler.guard';
import { SessionCookies } from '../session-cookies';
import { loginBody, refreshBody } from './auth.schemas';

interface RestTokens {
  access_token: string;
  refresh_token: string;
  token_type: 'Bearer';
  expires_in: number;
}

@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly users: UsersService,
    private readonly totals: TokenTotals,
    private readonly cookies: SessionCookies,
  ) {}

  @Post('login')
  @HttpCode(200)
  @Allow('public')
  @UseGuards(AuthThrottlerGuard)
  @TakesBody(loginBody)
  async login(
    @Body() body: unknown,
    @Req() request: CoinopRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    if (!this.cookies.isOwnPage(request)) {
      throw commonErrors.forbidden({ detail: 'Log in on a page of this server.' });
    }
    const { username, password } = parseBody(loginBody, body);
    const userAgent = request.headers['user-agent'] ?? '';
    const login = await this.auth.login({ username, password, ip: request.ip, userAgent });
    this.cookies.write(request, reply, login.cookie);
    const { id, username: name, isAdmin } = login.user;
    return {
      success: true,
      user: { id, username: name, is_admin: isAdmin },
      ...renderTokens(login),
    };
  }

  @Post('refresh')
  @HttpCode(200)
  @Allow('public')
  @UseGuards(AuthThrottlerGuard)
  @TakesBody(refreshBody)
  async refresh(@Body() body: unknown): Promise<RestTokens> {
    return renderTokens(await this.auth.refresh(parseBody(refreshBody, body).refresh_token));
  }

  @Post('logout')
  @HttpCode(200)
  @Allow('account:write')
  async logout(
    @CurrentCaller() caller: Caller,
    @Req() request: CoinopRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ success: true }> {
    await this.auth.logout(caller);
    this.cookies.write(request, reply, null);
    return { success: true };
  }

  @Get('me')
  @Allow('account:read')
  async me(
    @CurrentCaller() caller: Caller,
  ): Promise<{ user: RestUser; usage: { total_tokens: number } }> {
    const [user, totalTokens] = await Promise.all([
      this.users.get(caller.userId),
      this.totals.totalOf(caller.userId),
    ]);
    return { user: renderUser(user), usage: { total_tokens: totalTokens } };
  }
}

function renderTokens(pair: TokenPair): RestTokens {
  return {
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    token_type: 'Bearer',
    expires_in: pair.expiresInSeconds,
  };
}
