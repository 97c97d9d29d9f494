import { Module } from '@nestjs/common';
import { LimitRulesStore } from './data/limit-rules.store';
import { LimitsResolver } from './graphql/limits.resolver';
import { LimitsService } from './limits.service';
import { RateLimiter } from './rate-limiter';

@Module({
  providers: [LimitRulesStore, LimitsResolver, LimitsService, RateLimiter],
  exports: [LimitsService, RateLimiter],
})
export class UsageModule {}
