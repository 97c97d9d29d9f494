import { randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../common/config/config';
import { UsersService } from './users.service';

/**
 * Makes the first admin when there is nobody yet. A generated password is printed once, on stdout and
 * not in the log: logs are kept and shipped.
 */
@Injectable()
export class FirstAdmin implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly users: UsersService,
  ) {}

  async onModuleInit(): Promise<void> {
    const { ADMIN_USERNAME, ADMIN_PASSWORD } = this.config.env;
    const password = ADMIN_PASSWORD ?? randomBytes(15).toString('base64url');
    const isMade = await this.users.createFirst(ADMIN_USERNAME, password);
    if (isMade && ADMIN_PASSWORD === undefined) {
      process.stdout.write(`first admin: ${ADMIN_USERNAME}\npassword: ${password}\n`);
    }
  }
}
