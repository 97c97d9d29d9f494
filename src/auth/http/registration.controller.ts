import { Body, Controller, Post, UseGuards } from '@nestjs/common';
import { TakesBody } from '../../common/http/describe';
import { parseBody } from '../../common/http/parse-body';
import { Allow, CurrentCaller } from '../../common/security/allow';
import type { Caller } from '../../common/security/caller';
import { renderUser, type RestUser } from '../../users/render-user';
import { AuthThrottlerGuard } from '../auth-throttler.guard';
import { RegistrationService } from '../registration.service';
import { registerBody } from './auth.schemas';

@Controller('auth/register')
export class RegistrationController {
  constructor(private readonly registration: RegistrationService) {}

  /** Public, because who may register is decided by REGISTRATION and by who calls, if anybody. */
  @Post()
  @Allow('public')
  @UseGuards(AuthThrottlerGuard)
  @TakesBody(registerBody)
  async register(
    @CurrentCaller() caller: Caller | undefined,
    @Body() body: unknown,
  ): Promise<{ success: true; user: RestUser }> {
    const { username, password, token_limit: tokenLimit } = parseBody(registerBody, body);
    const user = await this.registration.register(caller, { username, password, tokenLimit });
    return { success: true, user: renderUser(user) };
  }
}
