import { jsonRows, type Dialect, type JsonColumns, type Statements } from '../../common/database/statements';
import type { BatchChanges, IntentChange, UsageChange } from '../logic/batch-changes';

const INTENT: JsonColumns = {
  id: 'text',
  user_id: 'text',
  api_key_id: 'text',
  game_id: 'text',
  play_session_id: 'text',
  dialect: 'text',
  operation: 'text',
  model: 'text',
  is_streaming: 'boolean',
  idempotency_key: 'text',
  fingerprint: 'text',
  input_tokens: 'integer',
  held_tokens: 'integer',
  held_micro_credits: 'integer',
  price_version_id: 'text',
  claims: 'text',
};
const EXTENSION: JsonColumns = { id: 'text', held_tokens: 'integer', held_micro_credits: 'integer' };
const ENDING: JsonColumns = {
  id: 'text',
  state: 'text',
  charged_tokens: 'integer',
  charged_micro_credits: 'integer',
};
const TRANSFER: JsonColumns = {
  id: 'text',
  debit: 'text',
  credit: 'text',
  amount: 'integer',
  phase: 'text',
  pending_id: 'text',
  intent_id: 'text',
};
const WINDOW: JsonColumns = {
  scope: 'text',
  unit: 'text',
  window_kind: 'text',
  window_start: 'text',
  cap: 'integer',
  used: 'integer',
  held: 'integer',
};
const WALLET: JsonColumns = { id: 'text', debits_posted: 'integer', debits_pending: 'integer' };
const USAGE: JsonColumns = {
  request_id: 'text',
  attempt: 'integer',
  provider: 'text',
  model_routed: 'text',
  model_seen: 'text',
  outcome: 'text',
  source: 'text',
  is_billable: 'boolean',
  is_final: 'boolean',
  status: 'integer',
  error_code: 'text',
  input_tokens: 'integer',
  cache_read_tokens: 'integer',
  cache_write_tokens: 'integer',
  output_tokens: 'integer',
  reasoning_tokens: 'integer',
  charged_tokens: 'integer',
  charged_micro_credits: 'integer',
  house_micro_credits: 'integer',
  started_at_ms: 'integer',
  first_token_ms: 'integer',
  duration_ms: 'integer',
};
/** Copied from the intent, so that a record can be listed without it. */
const SUBJECT = [
  'user_id',
  'api_key_id',
  'game_id',
  'play_session_id',
  'dialect',
  'operation',
  'model',
  'is_streaming',
];

function sqlOf(dialect: Dialect) {
  const intents = Object.keys(INTENT).join(', ');
  const transfers = Object.keys(TRANSFER).join(', ');
  const usage = Object.keys(USAGE);
  return {
    intents: `INSERT INTO intents (${intents}, state, boot, created_at_ms)
      SELECT ${intents}, 'reserved', $1, ${dialect === 'postgres' ? '$2::bigint' : '$2'} FROM ${jsonRows(dialect, '$3', INTENT)} r`,
    extensions: `UPDATE intents SET held_tokens = r.held_tokens, held_micro_credits = r.held_micro_credits
      FROM ${jsonRows(dialect, '$1', EXTENSION)} r
      WHERE intents.id = r.id AND intents.state = 'reserved' AND intents.boot = $2`,
    endings: `UPDATE intents SET state = r.state, charged_tokens = r.charged_tokens,
      charged_micro_credits = r.charged_micro_credits, ended_at_ms = $1
      FROM ${jsonRows(dialect, '$2', ENDING)} r
      WHERE intents.id = r.id AND intents.state = 'reserved' AND intents.boot = $3`,
    transfers: `INSERT INTO transfers (${transfers}, at_ms)
      SELECT ${transfers}, ${dialect === 'postgres' ? '$1::bigint' : '$1'} FROM ${jsonRows(dialect, '$2', TRANSFER)} r`,
    windows: `UPDATE limit_windows SET cap = r.cap, used = limit_windows.used + r.used, held = limit_windows.held + r.held
      FROM ${jsonRows(dialect, '$1', WINDOW)} r
      WHERE limit_windows.scope = r.scope AND limit_windows.unit = r.unit
      AND limit_windows.window_kind = r.window_kind AND limit_windows.window_start = r.window_start`,
    wallets: `UPDATE accounts SET debits_posted = accounts.debits_posted + r.debits_posted,
      debits_pending = accounts.debits_pending + r.debits_pending
      FROM ${jsonRows(dialect, '$1', WALLET)} r WHERE accounts.id = r.id`,
    usage: `INSERT INTO usage_records (${[...usage, ...SUBJECT].join(', ')}, ended_at_ms)
      SELECT ${usage.map((name) => `r.${name}`).join(', ')}, ${SUBJECT.map((name) => `i.${name}`).join(', ')},
      ${dialect === 'postgres' ? '$1::bigint' : '$1'} FROM ${jsonRows(dialect, '$2', USAGE)} r JOIN intents i ON i.id = r.request_id`,
    outcome: `INSERT INTO outcome_store (intent_id, status, headers, body, created_at_ms)
      VALUES ($1, $2, $3, $4, $5)`,
  };
}

const SQL = { sqlite: sqlOf('sqlite'), postgres: sqlOf('postgres') };

/** Rows were not as the ledger left them: somebody else ended or changed what this batch writes. */
export class LedgerConflict extends Error {
  constructor(what: string, expected: number, written: number) {
    super(`${what}: ${written} of ${expected} rows were as expected`);
    this.name = 'LedgerConflict';
  }
}

/** Writes a decided batch in a handful of statements. Throws LedgerConflict when a guard did not hold. */
export async function saveBatch(
  statements: Statements,
  changes: BatchChanges,
  context: { boot: string; nowMs: number },
): Promise<void> {
  const { boot, nowMs } = context;
  const sql = SQL[statements.dialect];
  const write = async (what: keyof typeof sql, rows: readonly unknown[], args: (json: string) => unknown[]) => {
    if (rows.length === 0) return;
    const written = await statements.run(sql[what], args(JSON.stringify(rows)));
    if (written !== rows.length) throw new LedgerConflict(what, rows.length, written);
  };
  await write('intents', changes.intents.map(intentValues), (json) => [boot, nowMs, json]);
  await write(
    'extensions',
    changes.extensions.map((row) => [row.intentId, row.heldTokens, row.heldMicroCredits]),
    (json) => [json, boot],
  );
  await write(
    'endings',
    changes.endings.map((row) => [row.intentId, row.state, row.chargedTokens, row.chargedMicroCredits]),
    (json) => [nowMs, json, boot],
  );
  await write(
    'transfers',
    changes.transfers.map((row) => [row.id, row.debit, row.credit, row.amount, row.phase, row.pendingId, row.intentId]),
    (json) => [nowMs, json],
  );
  await write('windows', windowValues(changes), (json) => [json]);
  await write('wallets', walletValues(changes), (json) => [json]);
  await write('usage', changes.usage.map(usageValues), (json) => [nowMs, json]);
  for (const { intentId, outcome } of changes.outcomes) {
    const headers = JSON.stringify(outcome.headers);
    await statements.run(sql.outcome, [intentId, outcome.status, headers, outcome.body, nowMs]);
  }
}

function intentValues(row: IntentChange): unknown[] {
  const { subject, idempotency } = row;
  return [
    subject.requestId,
    subject.userId,
    subject.apiKeyId,
    subject.gameId,
    subject.playSessionId,
    subject.dialect,
    subject.operation,
    subject.model,
    subject.isStreaming,
    idempotency === null ? null : idempotency.key,
    idempotency === null ? null : idempotency.fingerprint,
    row.inputTokens,
    row.heldTokens,
    row.heldMicroCredits,
    row.priceVersionId,
    row.claims.map((claim) => [claim.scope, claim.unit, claim.window, claim.windowStart]),
  ];
}

function usageValues(row: UsageChange): unknown[] {
  const { record } = row;
  return [
    row.intentId,
    row.attempt,
    record.provider,
    record.modelRouted,
    record.modelSeen,
    record.outcome,
    record.source,
    record.isBillable,
    row.isFinal,
    record.status,
    record.errorCode,
    record.usage.input,
    record.usage.cacheRead,
    record.usage.cacheWrite,
    record.usage.output,
    record.usage.reasoning,
    row.chargedTokens,
    row.chargedMicroCredits,
    row.houseMicroCredits,
    Math.round(record.startedAtMs),
    record.firstTokenMs === null ? null : Math.round(record.firstTokenMs),
    Math.round(record.durationMs),
  ];
}

function windowValues(changes: BatchChanges): unknown[][] {
  const rows: unknown[][] = [];
  for (const [window, change] of changes.windows) {
    const { scope, unit, window: kind, windowStart, cap } = window;
    rows.push([scope, unit, kind, windowStart, cap, change.used, change.held]);
  }
  return rows;
}

function walletValues(changes: BatchChanges): unknown[][] {
  const rows: unknown[][] = [];
  for (const [wallet, change] of changes.wallets) {
    rows.push([wallet.id, change.debitsPosted, change.debitsPending]);
  }
  return rows;
}
