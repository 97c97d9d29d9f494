import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Keyset, Page } from '../common/paging/keyset';
import { toPage } from '../common/paging/keyset';
import type { UsageFilter, UsageRow, UsageSum } from '../ledger/ledger.types';
import { UsageRows } from '../ledger/usage-rows';
import { TokenTotals } from '../users/token-totals';
import { UsageRollup, type RollupFilter, type RollupKey } from './data/usage-rollup';
import { toPosition, usageKeyset } from './logic/usage-keyset';
import type { UsageRange } from './logic/usage-range';

/** What was used: single records, newest first, and sums. Exact at every moment. */
@Injectable()
export class UsageService implements OnModuleInit {
  constructor(
    private readonly rows: UsageRows,
    private readonly rollup: UsageRollup,
    private readonly totals: TokenTotals,
  ) {}

  onModuleInit(): void {
    this.totals.bind(this.rollup);
  }

  /** One page of records; `after` is where the page before it ended. */
  async list(filter: UsageFilter, rows: number, after: Keyset | null): Promise<Page<UsageRow>> {
    const from = after === null ? undefined : toPosition(after);
    return toPage(await this.rows.list(filter, rows + 1, from), rows, usageKeyset);
  }

  /** Sums of the calls that match, by the keys given, largest first; one sum without keys. */
  sums(
    filter: RollupFilter,
    range: UsageRange,
    groupBy: readonly RollupKey[],
  ): Promise<UsageSum[]> {
    return this.rollup.sums(filter, range, groupBy);
  }

  /** Tokens a user has used in total. */
  async totalTokens(userId: string): Promise<number> {
    return (await this.rollup.totalsByUser([userId])).get(userId) ?? 0;
  }
}
