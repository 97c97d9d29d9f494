import type { Server } from 'node:http';
import { Module, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiDocsModule } from './api-docs/api-docs.module';
import { AuthModule } from './auth/auth.module';
import { Config } from './common/config/config';
import { ConfigModule } from './common/config/config.module';
import { DatabaseModule } from './common/database/database.module';
import { EventsModule } from './common/events/events.module';
import { CoinopGraphqlModule } from './common/graphql/graphql.module';
import { HttpModule } from './common/http/http.module';
import { SecurityModule } from './common/security/security.module';
import { TelemetryModule } from './common/telemetry/telemetry.module';
import { GamesModule } from './games/games.module';
import { RunningCalls } from './inference/running-calls';
import { InferenceModule } from './inference/inference.module';
import { HealthModule } from './health/health.module';
import { UsageModule } from './usage/usage.module';
import { LedgerModule } from './ledger/ledger.module';
import { UsersModule } from './users/users.module';
import { WebModule } from './web/web.module';

/** What a request other than a model call gets to finish in when the server stops. */
const ORDINARY_REQUEST_MS = 1000;

/** The one file that knows every module. */
@Module({
  imports: [
    ConfigModule,
    DatabaseModule,
    EventsModule,
    HttpModule,
    SecurityModule,
    TelemetryModule,
    CoinopGraphqlModule,
    UsersModule,
    AuthModule,
    UsageModule,
    LedgerModule,
    GamesModule,
    InferenceModule,
    HealthModule,
    ApiDocsModule,
    WebModule,
  ],
})
export class AppModule implements OnModuleDestroy {
  constructor(
    private readonly config: Config,
    private readonly running: RunningCalls,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  /**
   * Of all modules the root is told first. The GraphQL module's own shutdown waits for open
   * connections, so streams have to end before it, and connections that say nothing are hung up.
   */
  async onModuleDestroy(): Promise<void> {
    await this.running.close(this.config.env.SHUTDOWN_GRACE_MS);
    const server: Server = this.adapterHost.httpAdapter.getHttpServer();
    setTimeout(() => server.closeAllConnections(), ORDINARY_REQUEST_MS).unref();
  }
}
