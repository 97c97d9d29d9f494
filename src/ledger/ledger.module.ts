import { Module } from '@nestjs/common';
import { LedgerJobs } from './jobs/ledger-jobs';
import { LedgerService } from './ledger.service';
import { UsageRows } from './usage-rows';

@Module({ providers: [LedgerService, UsageRows, LedgerJobs], exports: [LedgerService, UsageRows] })
export class LedgerModule {}
