import { Module } from '@nestjs/common';
import { FirstAdmin } from './first-admin';
import { UsersResolver } from './graphql/users.resolver';
import { AdminUsersController } from './http/admin-users.controller';
import { LiveUsers } from './live-users';
import { Passwords } from './passwords';
import { TokenTotals } from './token-totals';
import { UsersService } from './users.service';

@Module({
  controllers: [AdminUsersController],
  providers: [UsersService, LiveUsers, Passwords, TokenTotals, FirstAdmin, UsersResolver],
  exports: [UsersService, LiveUsers, TokenTotals],
})
export class UsersModule {}
