import { Module } from '@nestjs/common';
import { LedgerResolver } from './graphql/ledger.resolver';
import { LedgerJobs } from './jobs/ledger-jobs';
import { LedgerService } from './ledger.service';
import { UsageRows } from './usage-rows';

@Module({
  providers: [LedgerService, UsageRows, LedgerJobs, LedgerResolver],
  exports: [LedgerService, UsageRows],
})
export class LedgerModule {}
