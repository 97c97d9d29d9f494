import { encodeCursor, type Page } from '../../common/paging/keyset';
import type { UsageRow, UsageSum } from '../../ledger/ledger.types';
import type { RollupKey } from '../data/usage-rollup';
import { completionTokens, promptTokens, tokensOf } from './add-sums';
import { dayOf } from './usage-range';

/** One attempt of a call. Ids of calls are unique; further attempts of a call add their number. */
export function renderRecord(row: UsageRow): Record<string, unknown> {
  return {
    id: recordId(row),
    request_id: row.requestId,
    timestamp: new Date(row.endedAtMs).toISOString(),
    backend: row.provider,
    model: row.model,
    model_routed: row.modelRouted,
    prompt_tokens: promptTokens(row.usage),
    completion_tokens: completionTokens(row.usage),
    total_tokens: tokensOf(row.usage),
    cache_read_tokens: row.usage.cacheRead,
    cache_write_tokens: row.usage.cacheWrite,
    reasoning_tokens: row.usage.reasoning,
    charged_tokens: row.chargedTokens,
    cost_micro_credits: row.chargedMicroCredits,
    exact: row.source === 'provider',
    status: row.outcome,
    http_status: row.status,
    error_code: row.errorCode,
    dialect: row.dialect,
    operation: row.operation,
    stream: row.isStreaming,
    api_key_id: row.apiKeyId,
    game_id: row.gameId,
    play_session_id: row.playSessionId,
    duration_ms: row.durationMs,
    first_token_ms: row.firstTokenMs,
  };
}

export function recordId({ requestId, attempt, isFinal }: UsageRow): string {
  return isFinal ? requestId : `${requestId}:${attempt}`;
}

/** What one attempt looks like to admins, who see all of them. */
export function renderAttempt(row: UsageRow): Record<string, unknown> {
  return {
    ...renderRecord(row),
    user_id: row.userId,
    attempt: row.attempt,
    is_final: row.isFinal,
    model_seen: row.modelSeen,
    source: row.source,
    house_micro_credits: row.houseMicroCredits,
  };
}

/** Names that people group by, and the sum key each stands for. */
export const GROUPS = {
  model: 'model',
  backend: 'provider',
  provider: 'provider',
  game: 'gameId',
  key: 'apiKeyId',
  day: 'day',
  user: 'userId',
} as const satisfies Record<string, RollupKey>;
export type GroupName = keyof typeof GROUPS;

export function renderSum(
  sum: UsageSum | undefined,
  groupBy: readonly GroupName[],
): Record<string, unknown> {
  const keys = groupBy.map((name) => {
    const value = sum?.keys[GROUPS[name]] ?? null;
    return [name, name === 'day' ? dayOf(Number(value)) : value];
  });
  return {
    ...Object.fromEntries(keys),
    calls: sum?.calls ?? 0,
    prompt_tokens: sum === undefined ? 0 : promptTokens(sum.usage),
    completion_tokens: sum === undefined ? 0 : completionTokens(sum.usage),
    total_tokens: sum === undefined ? 0 : tokensOf(sum.usage),
    cost_micro_credits: sum?.chargedMicroCredits ?? 0,
  };
}

export function nextCursor(page: Page<unknown>): string | null {
  return page.next === null ? null : encodeCursor(page.next);
}
