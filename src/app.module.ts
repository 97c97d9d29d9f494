import { Module } from '@nestjs/common';
import { AuthModule } from './auth/auth.module';
import { ConfigModule } from './common/config/config.module';
import { DatabaseModule } from './common/database/database.module';
import { EventsModule } from './common/events/events.module';
import { CoinopGraphqlModule } from './common/graphql/graphql.module';
import { HttpModule } from './common/http/http.module';
import { SecurityModule } from './common/security/security.module';
import { GamesModule } from './games/games.module';
import { HealthModule } from './health/health.module';
import { UsageModule } from './usage/usage.module';
import { LedgerModule } from './ledger/ledger.module';
import { UsersModule } from './users/users.module';
import { WebModule } from './web/web.module';

/** The one file that knows every module. */
@Module({
  imports: [
    ConfigModule,
    DatabaseModule,
    EventsModule,
    HttpModule,
    SecurityModule,
    CoinopGraphqlModule,
    UsersModule,
    AuthModule,
    UsageModule,
    LedgerModule,
    GamesModule,
    HealthModule,
    WebModule,
  ],
})
export class AppModule {}
