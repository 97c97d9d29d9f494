import { Module } from '@nestjs/common';
import { LedgerService } from './ledger.service';
import { UsageRows } from './usage-rows';

@Module({ providers: [LedgerService, UsageRows], exports: [LedgerService, UsageRows] })
export class LedgerModule {}
