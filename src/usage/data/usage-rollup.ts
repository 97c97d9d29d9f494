import { Injectable } from '@nestjs/common';
import { Database } from '../../common/database/database';
import { jsonRows } from '../../common/database/write-script';
import type { UsageFilter, UsageSum, UsageSumKey } from '../../ledger/ledger.types';
import { UsageRows } from '../../ledger/usage-rows';
import { addSums, tokensOf } from '../logic/add-sums';
import { DAY_MS, splitRange, type UsageRange } from '../logic/usage-range';
import { NONE, UsageDaily } from './usage-daily.entity';
import { UsageFold } from './usage-fold.entity';

/** What the days are kept by; sums can be asked for by any of these. */
export const ROLLUP_KEYS = ['userId', 'day', 'apiKeyId', 'gameId', 'provider', 'model'] as const;
export type RollupKey = (typeof ROLLUP_KEYS)[number] & UsageSumKey;

export type RollupFilter = Pick<
  UsageFilter,
  'userId' | 'apiKeyId' | 'gameId' | 'provider' | 'model'
>;

const FOLD_ROWS_MAX = 5000;
/** On PostgreSQL positions are given out before the commit: a record may become visible behind a later one. */
const POSTGRES_LAG_MS = 60_000;
/** How far a clock may have been set back between two bookings without the newest sums lacking one. */
const CLOCK_STEP_MS = 300_000;

const KEY_COLUMNS = {
  user_id: 'text',
  day: 'integer',
  api_key_id: 'text',
  game_id: 'text',
  provider: 'text',
  model: 'text',
} as const;
const SUM_COLUMNS = {
  calls: 'integer',
  input_tokens: 'integer',
  cache_read_tokens: 'integer',
  cache_write_tokens: 'integer',
  output_tokens: 'integer',
  reasoning_tokens: 'integer',
  charged_tokens: 'integer',
  charged_micro_credits: 'integer',
} as const;

/**
 * Sums of usage without reading all of it. Days are added up behind the records, in the background, so
 * that booking a call costs nothing more; a question is answered from the days plus the few records
 * after them, and is exact at every moment. Records never change, so the position up to which they are
 * in the days says everything.
 */
@Injectable()
export class UsageRollup {
  constructor(
    private readonly database: Database,
    private readonly rows: UsageRows,
  ) {}

  /** Adds up some more records; false when there are none to add. Safe to run in several processes. */
  async fold(nowMs: number): Promise<boolean> {
    const from = await this.position();
    const beforeMs = this.database.isPostgres ? nowMs - POSTGRES_LAG_MS : Number.MAX_SAFE_INTEGER;
    const next = await this.rows.next(from.uptoSeq, FOLD_ROWS_MAX, beforeMs);
    if (next === null) return false;
    const range = { isFinal: true, afterSeq: from.uptoSeq, uptoSeq: next.seq };
    const sums = await this.rows.sums(range, ROLLUP_KEYS);
    await this.database.transaction(async (tx) => {
      const moved = await tx.update(
        UsageFold,
        { id: 1, uptoSeq: from.uptoSeq },
        { uptoSeq: next.seq, uptoAtMs: Math.max(from.uptoAtMs, next.endedAtMs) },
      );
      // Another process was faster: these records are in already.
      if (moved.affected !== 1 || sums.length === 0) return;
      await tx.query(this.upsert(), [JSON.stringify(sums.map(toRow))]);
    });
    return true;
  }

  /** Sums of the records that match, by the keys given, largest first. */
  async sums(
    filter: RollupFilter,
    range: UsageRange,
    groupBy: readonly RollupKey[],
  ): Promise<UsageSum[]> {
    const { days, edges } = splitRange(range);
    const parts = edges.map((edge) =>
      this.rows.sums({ ...filter, ...edge, isFinal: true }, groupBy),
    );
    if (days !== null) parts.push(this.daySums(filter, days, groupBy));
    const sums = (await Promise.all(parts)).flat().filter(({ calls }) => calls > 0);
    return addSums(sums, groupBy);
  }

  /** Tokens in total by user; users without usage are left out. */
  async totalsByUser(userIds: readonly string[]): Promise<Map<string, number>> {
    if (userIds.length === 0) return new Map();
    const sums = await this.sums({ userId: userIds }, {}, ['userId']);
    return new Map(sums.map(({ keys, usage }) => [String(keys.userId), tokensOf(usage)]));
  }

  private async daySums(
    filter: RollupFilter,
    days: { first: number | null; end: number | null },
    groupBy: readonly RollupKey[],
  ): Promise<UsageSum[]> {
    const { position, sums } = await this.atOnePosition(() => this.daily(filter, days, groupBy));
    const fromMs = Math.max((days.first ?? 0) * DAY_MS, position.uptoAtMs - CLOCK_STEP_MS);
    const toMs = days.end === null ? undefined : days.end * DAY_MS;
    const newest = { ...filter, isFinal: true, afterSeq: position.uptoSeq, fromMs, toMs };
    return [...sums, ...(await this.rows.sums(newest, groupBy))];
  }

  /** Reads again when records were folded meanwhile, which would count them twice or not at all. */
  private async atOnePosition(
    read: () => Promise<UsageSum[]>,
  ): Promise<{ position: UsageFold; sums: UsageSum[] }> {
    for (;;) {
      const position = await this.position();
      const sums = await read();
      if ((await this.position()).uptoSeq === position.uptoSeq) return { position, sums };
    }
  }

  private position(): Promise<UsageFold> {
    return this.database.reading(UsageFold).findOneByOrFail({ id: 1 });
  }

  private async daily(
    filter: RollupFilter,
    days: { first: number | null; end: number | null },
    groupBy: readonly RollupKey[],
  ): Promise<UsageSum[]> {
    const query = this.database.reading(UsageDaily).createQueryBuilder('daily').select([]);
    for (const [name, value] of Object.entries(filter)) {
      if (value === undefined) continue;
      const matches = Array.isArray(value) ? `IN (:...${name})` : `= :${name}`;
      query.andWhere(`daily.${name} ${matches}`, { [name]: value });
    }
    if (days.first !== null) query.andWhere('daily.day >= :first', { first: days.first });
    if (days.end !== null) query.andWhere('daily.day < :end', { end: days.end });
    for (const key of groupBy) query.addSelect(`daily.${key}`, key).addGroupBy(`daily.${key}`);
    for (const name of SUM_NAMES) query.addSelect(`coalesce(sum(daily.${name}), 0)`, name);
    const rows = await query.getRawMany<Record<string, string | number>>();
    return rows.map((row) => fromRow(row, groupBy));
  }

  private upsert(): string {
    const columns = { ...KEY_COLUMNS, ...SUM_COLUMNS };
    const names = Object.keys(columns).join(', ');
    const additions = Object.keys(SUM_COLUMNS)
      .map((name) => `${name} = usage_daily.${name} + excluded.${name}`)
      .join(', ');
    return `INSERT INTO usage_daily (${names})
      SELECT ${names} FROM ${jsonRows(this.database.dialect, '$1', columns)} added WHERE true
      ON CONFLICT (${Object.keys(KEY_COLUMNS).join(', ')}) DO UPDATE SET ${additions}`;
  }
}

const SUM_NAMES = [
  'calls',
  'inputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'outputTokens',
  'reasoningTokens',
  'chargedTokens',
  'chargedMicroCredits',
] as const;

/** In the order of KEY_COLUMNS and SUM_COLUMNS. */
function toRow({ keys, calls, usage, chargedTokens, chargedMicroCredits }: UsageSum): unknown[] {
  return [
    keys.userId,
    keys.day,
    keys.apiKeyId ?? NONE,
    keys.gameId ?? NONE,
    keys.provider,
    keys.model,
    calls,
    usage.input,
    usage.cacheRead,
    usage.cacheWrite,
    usage.output,
    usage.reasoning,
    chargedTokens,
    chargedMicroCredits,
  ];
}

function fromRow(
  row: Record<string, string | number>,
  groupBy: readonly RollupKey[],
): UsageSum {
  const number = (name: (typeof SUM_NAMES)[number] | 'day') => Number(row[name] ?? 0);
  const keyOf = (key: RollupKey) => (key === 'day' ? number('day') : row[key] || null);
  return {
    keys: Object.fromEntries(groupBy.map((key) => [key, keyOf(key)])),
    calls: number('calls'),
    usage: {
      input: number('inputTokens'),
      cacheRead: number('cacheReadTokens'),
      cacheWrite: number('cacheWriteTokens'),
      output: number('outputTokens'),
      reasoning: number('reasoningTokens'),
    },
    chargedTokens: number('chargedTokens'),
    chargedMicroCredits: number('chargedMicroCredits'),
    houseMicroCredits: 0,
  };
}
