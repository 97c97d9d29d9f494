import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { ThrottlerModule } from '@nestjs/throttler';
import { Config } from '../common/config/config';
import { UsersModule } from '../users/users.module';
import { AccessGuard } from './access.guard';
import { AccessTokens } from './access-tokens';
import { ApiKeys } from './api-keys';
import { AuthService } from './auth.service';
import { BoundedThrottlerStorage } from './auth-throttler.guard';
import { Callers } from './callers';
import { KeyCredential } from './key-credential';
import { ApiKeysResolver } from './graphql/api-keys.resolver';
import { AuthController } from './http/auth.controller';
import { KeysController } from './http/keys.controller';
import { RegistrationController } from './http/registration.controller';
import { CookieCredential } from './cookie-credential';
import { SweepSessions } from './jobs/sweep-sessions.job';
import { JwtCredential } from './jwt-credential';
import { RegistrationService } from './registration.service';
import { Identification } from './identification';
import { JwtGuard, JwtStrategy } from './jwt.strategy';
import { LoginAttempts } from './login-attempts';
import { SessionCookies } from './session-cookies';
import { Sessions } from './sessions';
import { TokenKeys } from './token-keys';

@Module({
  imports: [
    UsersModule,
    PassportModule.register({ session: false }),
    JwtModule.register({}),
    ThrottlerModule.forRootAsync({
      inject: [Config],
      useFactory: (config: Config) => ({
        throttlers: [{ ttl: 60_000, limit: config.env.AUTH_REQUESTS_PER_MINUTE_MAX }],
        storage: new BoundedThrottlerStorage(),
      }),
    }),
  ],
  controllers: [AuthController, RegistrationController, KeysController],
  providers: [
    TokenKeys,
    AccessTokens,
    Sessions,
    SweepSessions,
    SessionCookies,
    Callers,
    ApiKeys,
    KeyCredential,
    ApiKeysResolver,
    AuthService,
    RegistrationService,
    LoginAttempts,
    JwtStrategy,
    JwtGuard,
    JwtCredential,
    CookieCredential,
    Identification,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
})
export class AuthModule {}
