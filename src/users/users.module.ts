import { Module } from '@nestjs/common';
import { FirstAdmin } from './first-admin';
import { LiveUsers } from './live-users';
import { Passwords } from './passwords';
import { TokenTotals } from './token-totals';
import { UsersService } from './users.service';

@Module({
  providers: [UsersService, LiveUsers, Passwords, TokenTotals, FirstAdmin],
  exports: [UsersService, LiveUsers, TokenTotals],
})
export class UsersModule {}
