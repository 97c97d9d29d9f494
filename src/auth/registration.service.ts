import { Injectable } from '@nestjs/common';
import { Config } from '../common/config/config';
import type { Caller } from '../common/security/caller';
import type { UserView } from '../users/user.view';
import { UsersService } from '../users/users.service';
import { authErrors } from './auth.errors';

export interface Registration {
  username: string;
  password: string;
  tokenLimit?: number | null;
}

/** Becoming a user. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly config: Config,
    private readonly users: UsersService,
  ) {}

  /** Admins may always; others as REGISTRATION says. Throws `registration_closed`, `invite_needed` or `limit_not_yours`. */
  async register(caller: Caller | undefined, input: Registration): Promise<UserView> {
    if (caller?.permissions.has('admin')) return this.users.create(input);
    const { REGISTRATION, REGISTRATION_TOKEN_LIMIT } = this.config.env;
    if (REGISTRATION === 'closed') throw authErrors.registration_closed({});
    if (REGISTRATION === 'invite') throw authErrors.invite_needed({});
    if (input.tokenLimit !== undefined) throw authErrors.limit_not_yours({});
    return this.users.create({ ...input, tokenLimit: REGISTRATION_TOKEN_LIMIT ?? null });
  }
}
