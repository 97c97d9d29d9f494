import { Args, Query, Resolver } from '@nestjs/graphql';
import { toConnection } from '../../common/graphql/connection';
import { decodeCursor, pageRows } from '../../common/paging/keyset';
import { Allow } from '../../common/security/allow';
import type { UsageRow, UsageSum } from '../../ledger/ledger.types';
import { LedgerService } from '../../ledger/ledger.service';
import { UsersService } from '../../users/users.service';
import type { RollupFilter, RollupKey } from '../data/usage-rollup';
import { completionTokens, emptySum, promptTokens, tokensOf } from '../logic/add-sums';
import { recordId } from '../logic/render-usage';
import { usageKeyset } from '../logic/usage-keyset';
import { dayOf, type UsageRange } from '../logic/usage-range';
import { UsageService } from '../usage.service';
import { UsageDimension, UsageFilterInput, UsageRecordsArgs } from './usage.args';
import {
  LedgerAuditType,
  SystemUsage,
  UsageRecordConnection,
  UsageRecordType,
  UsageStat,
} from './usage.types';

@Resolver()
export class UsageResolver {
  constructor(
    private readonly usage: UsageService,
    private readonly users: UsersService,
    private readonly ledger: LedgerService,
  ) {}

  @Query(() => UsageRecordConnection, { description: 'Newest first.' })
  @Allow('admin')
  async usageRecords(
    @Args() { first, after, filter }: UsageRecordsArgs,
  ): Promise<UsageRecordConnection> {
    const page = await this.usage.list(
      { ...equals(filter), ...rangeOf(filter), isFinal: filter?.attempts ? undefined : true },
      pageRows(first, 'first'),
      after == null ? null : decodeCursor(after),
    );
    const { edges, pageInfo } = toConnection(page, usageKeyset, after);
    return {
      edges: edges.map(({ cursor, node }) => ({ cursor, node: toRecord(node) })),
      pageInfo,
    };
  }

  @Query(() => [UsageStat], { description: 'By day, then the largest first.' })
  @Allow('admin')
  async usageStats(
    @Args('groupBy', { type: () => [UsageDimension] }) groupBy: RollupKey[],
    @Args('filter', { type: () => UsageFilterInput, nullable: true })
    filter?: UsageFilterInput | null,
  ): Promise<UsageStat[]> {
    const sums = await this.usage.sums(equals(filter), rangeOf(filter), [...new Set(groupBy)]);
    return sums.map(toStat);
  }

  @Query(() => SystemUsage)
  @Allow('admin')
  async systemUsage(): Promise<SystemUsage> {
    const [users, [total], byProvider, byModel] = await Promise.all([
      this.users.count(),
      this.usage.sums({}, {}, []),
      this.usage.sums({}, {}, ['provider']),
      this.usage.sums({}, {}, ['model']),
    ]);
    const { calls, totalTokens } = toStat(total ?? emptySum());
    return {
      users,
      calls,
      totalTokens,
      byProvider: byProvider.map(toStat),
      byModel: byModel.map(toStat),
    };
  }

  @Query(() => LedgerAuditType, { description: 'Runs every invariant of the ledger now.' })
  @Allow('admin')
  async ledgerAudit(): Promise<LedgerAuditType> {
    const { checkedAtMs, ok, checks } = await this.ledger.audit();
    return { checkedAt: new Date(checkedAtMs), ok, checks };
  }
}

function equals(filter: UsageFilterInput | null | undefined): RollupFilter {
  return {
    userId: filter?.userId ?? undefined,
    apiKeyId: filter?.apiKeyId ?? undefined,
    gameId: filter?.gameId ?? undefined,
    provider: filter?.provider ?? undefined,
    model: filter?.model ?? undefined,
  };
}

function rangeOf(filter: UsageFilterInput | null | undefined): UsageRange {
  return { fromMs: filter?.from?.getTime(), toMs: filter?.to?.getTime() };
}

function toRecord(row: UsageRow): UsageRecordType {
  const { usage, endedAtMs, source, outcome, status, chargedMicroCredits } = row;
  return {
    ...row,
    id: recordId(row),
    timestamp: new Date(endedAtMs),
    promptTokens: promptTokens(usage),
    completionTokens: completionTokens(usage),
    totalTokens: tokensOf(usage),
    cacheReadTokens: usage.cacheRead,
    cacheWriteTokens: usage.cacheWrite,
    reasoningTokens: usage.reasoning,
    costMicroCredits: chargedMicroCredits,
    exact: source === 'provider',
    status: outcome,
    httpStatus: status,
  };
}

function toStat({ keys, calls, usage, chargedMicroCredits }: UsageSum): UsageStat {
  const text = (value: string | number | null | undefined) =>
    value == null ? null : String(value);
  return {
    userId: text(keys.userId),
    apiKeyId: text(keys.apiKeyId),
    gameId: text(keys.gameId),
    provider: text(keys.provider),
    model: text(keys.model),
    day: keys.day == null ? null : dayOf(Number(keys.day)),
    calls,
    promptTokens: promptTokens(usage),
    completionTokens: completionTokens(usage),
    totalTokens: tokensOf(usage),
    costMicroCredits: chargedMicroCredits,
  };
}
