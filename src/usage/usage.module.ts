import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module';
import { UsersModule } from '../users/users.module';
import { LimitRulesStore } from './data/limit-rules.store';
import { UsageRollup } from './data/usage-rollup';
import { LimitsResolver } from './graphql/limits.resolver';
import { UsageResolver } from './graphql/usage.resolver';
import { AdminUsageController } from './http/admin-usage.controller';
import { UsageController } from './http/usage.controller';
import { FoldUsageJob } from './jobs/fold-usage.job';
import { CallMetrics } from './call-metrics';
import { LimitsService } from './limits.service';
import { RateLimiter } from './rate-limiter';
import { UsageService } from './usage.service';

@Module({
  imports: [LedgerModule, UsersModule],
  controllers: [UsageController, AdminUsageController],
  providers: [
    CallMetrics,
    LimitRulesStore,
    LimitsResolver,
    LimitsService,
    RateLimiter,
    UsageRollup,
    UsageService,
    UsageResolver,
    FoldUsageJob,
  ],
  exports: [LimitsService, RateLimiter, UsageService],
})
export class UsageModule {}
