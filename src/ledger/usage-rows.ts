import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { Database } from '../common/database/database';
import { UsageRecord } from './data/usage-record.entity';
import type { UsageFilter, UsagePosition, UsageRow, UsageSum, UsageSumKey } from './ledger.types';

/** Rows of one page at most. */
export const USAGE_PAGE_ROWS_MAX = 500;

/** The way to read usage records: other modules list and add up, nobody but the ledger writes. */
@Injectable()
export class UsageRows {
  constructor(private readonly database: Database) {}

  /**
   * Newest booking first, at most `first` rows after the position `after` (the last row seen). Sorted
   * by moment before position, because that is how every index on records is.
   */
  async list(filter: UsageFilter, first: number, after?: UsagePosition): Promise<UsageRow[]> {
    const query = this.filtered(filter)
      .orderBy('record.endedAtMs', 'DESC')
      .addOrderBy('record.seq', 'DESC')
      .limit(Math.min(first, USAGE_PAGE_ROWS_MAX));
    if (after !== undefined) {
      query.andWhere('(record.endedAtMs, record.seq) < (:endedAtMs, :seq)', { ...after });
    }
    return (await query.getMany()).map(toUsageRow);
  }

  /**
   * The position to add up to next, at most `rowsMax` records on, and the moment of the booking there;
   * null when nothing was booked after `afterSeq` and before `beforeMs`.
   */
  async next(afterSeq: number, rowsMax: number, beforeMs: number): Promise<UsagePosition | null> {
    const page = this.filtered({ afterSeq })
      .select('record.seq', 'seq')
      .addSelect('record.endedAtMs', 'at')
      .orderBy('record.seq', 'ASC')
      .limit(rowsMax);
    const row: { seq: number | string | null; at: number | string } | undefined =
      await this.database.read
        .createQueryBuilder()
        .select('max(page.seq)', 'seq')
        .addSelect('max(page.at)', 'at')
        .from(`(${page.getQuery()})`, 'page')
        .where('page.at < :beforeMs', { beforeMs })
        .setParameters(page.getParameters())
        .getRawOne();
    if (row === undefined || row.seq === null) return null;
    return { seq: Number(row.seq), endedAtMs: Number(row.at) };
  }

  /**
   * Sums of all records that match, grouped; without keys one row, also when nothing matches. `calls`
   * counts calls, not attempts. Day is the number of days since the epoch in UTC, moved by `dayOffsetMs`.
   */
  async sums(
    filter: UsageFilter,
    groupBy: readonly UsageSumKey[],
    dayOffsetMs = 0,
  ): Promise<UsageSum[]> {
    const query = this.filtered(filter).select([]);
    for (const key of groupBy) {
      const expression = key === 'day' ? DAY : `record.${key}`;
      query.addSelect(expression, key).addGroupBy(key === 'day' ? DAY : `record.${key}`);
    }
    if (groupBy.includes('day')) query.setParameter('dayOffsetMs', Math.trunc(dayOffsetMs));
    for (const [name, expression] of Object.entries(SUMS)) {
      query.addSelect(`coalesce(sum(${expression}), 0)`, name);
    }
    const rows = await query.getRawMany<Record<string, string | number | null>>();
    return rows.map((row) => toUsageSum(row, groupBy));
  }

  private filtered(filter: UsageFilter): SelectQueryBuilder<UsageRecord> {
    const query = this.database.reading(UsageRecord).createQueryBuilder('record');
    const { fromMs, toMs, afterSeq, uptoSeq, isFinal, ...equal } = filter;
    for (const [name, value] of Object.entries(equal)) {
      if (value === undefined) continue;
      const matches = Array.isArray(value) ? `IN (:...${name})` : `= :${name}`;
      query.andWhere(`record.${name} ${matches}`, { [name]: value });
    }
    if (isFinal !== undefined) query.andWhere(isFinal ? 'record.isFinal' : 'NOT record.isFinal');
    if (fromMs !== undefined) query.andWhere('record.endedAtMs >= :fromMs', { fromMs });
    if (toMs !== undefined) query.andWhere('record.endedAtMs < :toMs', { toMs });
    if (afterSeq !== undefined) query.andWhere('record.seq > :afterSeq', { afterSeq });
    if (uptoSeq !== undefined) query.andWhere('record.seq <= :uptoSeq', { uptoSeq });
    return query;
  }
}

const DAY = '(record.endedAtMs + :dayOffsetMs) / 86400000';
const SUMS = {
  calls: 'CASE WHEN record.isFinal THEN 1 ELSE 0 END',
  input: 'record.inputTokens',
  cacheRead: 'record.cacheReadTokens',
  cacheWrite: 'record.cacheWriteTokens',
  output: 'record.outputTokens',
  reasoning: 'record.reasoningTokens',
  chargedTokens: 'record.chargedTokens',
  chargedMicroCredits: 'record.chargedMicroCredits',
  houseMicroCredits: 'record.houseMicroCredits',
} as const;

function toUsageRow(record: UsageRecord): UsageRow {
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, reasoningTokens, ...rest } =
    record;
  return {
    ...rest,
    usage: {
      input: inputTokens,
      cacheRead: cacheReadTokens,
      cacheWrite: cacheWriteTokens,
      output: outputTokens,
      reasoning: reasoningTokens,
    },
  };
}

function toUsageSum(
  row: Record<string, string | number | null>,
  groupBy: readonly UsageSumKey[],
): UsageSum {
  const number = (name: string) => Number(row[name] ?? 0);
  return {
    keys: Object.fromEntries(
      groupBy.map((key) => [key, key === 'day' ? number('day') : (row[key] ?? null)]),
    ),
    calls: number('calls'),
    usage: {
      input: number('input'),
      cacheRead: number('cacheRead'),
      cacheWrite: number('cacheWrite'),
      output: number('output'),
      reasoning: number('reasoning'),
    },
    chargedTokens: number('chargedTokens'),
    chargedMicroCredits: number('chargedMicroCredits'),
    houseMicroCredits: number('houseMicroCredits'),
  };
}
