import type { Database } from '../../common/database/database';
import type { FinishRequest, PriceVersion, WindowKind } from '../ledger.types';
import type { Answer, Operation } from '../logic/decide-batch';
import { endingAfterCrash } from '../logic/end-crashed';
import type { EndingCall } from '../logic/open-hold';
import type { Progress } from '../logic/progress-slot';

interface OpenIntentRow {
  id: string;
  user_id: string;
  model: string;
  boot: string;
  claims: string;
  input_tokens: number | string;
  held_tokens: number | string;
  held_micro_credits: number | string;
  created_at_ms: number | string;
  /** Amounts of the pending transfers, `0:1200,1:800`; null without any. */
  holds: string | null;
  price_id: string;
  input: number | string;
  cache_read: number | string;
  cache_write: number | string;
  output: number | string;
  reasoning: number | string;
}

interface Submits {
  submit(operation: Operation): Promise<Answer>;
}

export interface Recovered {
  neverSent: number;
  unknown: number;
  crashed: number;
}

/** Open calls of processes that are gone: all others on SQLite, those named in `boots` on PostgreSQL. */
export async function recoverCalls(
  database: Database,
  writer: Submits,
  dead: { boot: string; boots: readonly string[]; progress: ReadonlyMap<string, Progress> },
): Promise<Recovered> {
  const found = await readOpenCalls(
    database,
    database.isPostgres
      ? { sql: 'i.boot IN (SELECT value FROM json_array_elements_text($1::json))', parameter: JSON.stringify(dead.boots) }
      : { sql: 'i.boot <> $1', parameter: dead.boot },
  );
  const recovered: Recovered = { neverSent: 0, unknown: 0, crashed: 0 };
  const endings = found.map((open) => {
    const request = endingAfterCrash(open.intent, dead.progress.get(open.call.intentId));
    count(recovered, request);
    return writer.submit({ kind: 'finish', call: open.call, request });
  });
  await Promise.all(endings);
  return recovered;
}

/** Ends calls of this process whose reservation was answered with an error although it may be stored. */
export async function voidCalls(
  database: Database,
  writer: Submits,
  intentIds: readonly string[],
): Promise<void> {
  const list = database.isPostgres
    ? 'SELECT value FROM json_array_elements_text($1::json)'
    : 'SELECT value FROM json_each($1)';
  const found = await readOpenCalls(database, {
    sql: `i.id IN (${list})`,
    parameter: JSON.stringify(intentIds),
  });
  await Promise.all(
    found.map(({ call, intent }) =>
      writer.submit({ kind: 'finish', call, request: endingAfterCrash(intent, undefined) }),
    ),
  );
}

async function readOpenCalls(database: Database, where: { sql: string; parameter: string }) {
  const holds = database.isPostgres
    ? "string_agg(split_part(t.id, ':', 3) || ':' || t.amount, ',')"
    : "group_concat(substr(t.id, length(t.intent_id) + 7) || ':' || t.amount, ',')";
  const rows: OpenIntentRow[] = await database.read.query(
    `SELECT i.*, p.id AS price_id, p.input, p.cache_read, p.cache_write, p.output, p.reasoning,
      (SELECT ${holds} FROM transfers t WHERE t.intent_id = i.id AND t.phase = 'pending') AS holds
      FROM intents i JOIN price_versions p ON p.id = i.price_version_id
      WHERE i.state = 'reserved' AND ${where.sql} ORDER BY i.id`,
    [where.parameter],
  );
  return rows.map((row) => ({
    call: toEndingCall(row),
    intent: {
      model: row.model,
      inputTokens: Number(row.input_tokens),
      createdAtMs: Number(row.created_at_ms),
    },
  }));
}

function toEndingCall(row: OpenIntentRow): EndingCall {
  const inputTokens = Number(row.input_tokens);
  const claims = JSON.parse(row.claims) as [string, 'tokens', WindowKind, string][];
  const price: PriceVersion = {
    id: row.price_id,
    input: Number(row.input),
    cacheRead: Number(row.cache_read),
    cacheWrite: Number(row.cache_write),
    output: Number(row.output),
    reasoning: Number(row.reasoning),
  };
  const transfers: number[] = [];
  for (const hold of row.holds?.split(',') ?? []) {
    const [number, amount] = hold.split(':').map(Number);
    transfers[number!] = amount!;
  }
  return {
    intentId: row.id,
    boot: row.boot,
    userId: row.user_id,
    model: row.model,
    claims: claims.map(([scope, unit, window, windowStart]) => ({ scope, unit, window, windowStart })),
    price,
    cover: {
      inputTokens,
      outputTokens: Number(row.held_tokens) - inputTokens,
      microCredits: Number(row.held_micro_credits),
      transfers,
    },
    isIdempotent: false,
  };
}

function count(recovered: Recovered, request: FinishRequest): void {
  const outcome = request.attempts[0]?.outcome;
  if (outcome === undefined) recovered.neverSent += 1;
  else if (outcome === 'unknown') recovered.unknown += 1;
  else recovered.crashed += 1;
}
