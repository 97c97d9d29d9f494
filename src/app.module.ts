import { Module } from '@nestjs/common';
import { ConfigModule } from './common/config/config.module';
import { DatabaseModule } from './common/database/database.module';
import { EventsModule } from './common/events/events.module';
import { HttpModule } from './common/http/http.module';
import { SecurityModule } from './common/security/security.module';
import { HealthModule } from './health/health.module';
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
    UsersModule,
    HealthModule,
    WebModule,
  ],
})
export class AppModule {}
