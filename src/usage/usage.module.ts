import { Module } from '@nestjs/common';
import { LimitRulesStore } from './data/limit-rules.store';
import { LimitsResolver } from './graphql/limits.resolver';

@Module({
  providers: [LimitRulesStore, LimitsResolver],
})
export class UsageModule {}
