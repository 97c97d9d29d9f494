import {
  jsonRows,
  type Dialect,
  type JsonColumns,
  type WriteScript,
  type WriteStep,
} from '../../common/database/write-script';

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
const PRICE: JsonColumns = {
  id: 'text',
  input: 'integer',
  cache_read: 'integer',
  cache_write: 'integer',
  output: 'integer',
  reasoning: 'integer',
};
const NEW_WINDOW: JsonColumns = {
  scope: 'text',
  unit: 'text',
  window_kind: 'text',
  window_start: 'text',
  cap: 'integer',
};
const NEW_WALLET: JsonColumns = { id: 'text', owner_id: 'text', kind: 'text' };
const OUTCOME: JsonColumns = { intent_id: 'text', status: 'integer', headers: 'text', body: 'bytes' };
const EXTENSION: JsonColumns = { id: 'text', held_tokens: 'integer', held_micro_credits: 'integer' };
const ENDING: JsonColumns = {
  id: 'text',
  state: 'text',
  charged_tokens: 'integer',
  charged_micro_credits: 'integer',
  boot: 'text',
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


type RowsOf = (input: string, columns: JsonColumns) => string;

const listed = (columns: JsonColumns) => Object.keys(columns).join(', ');
const NOW = 'CAST(:now_ms AS bigint)';

function insertSteps(rows: RowsOf): WriteStep[] {
  const inserted: [input: string, table: string, columns: JsonColumns][] = [
    ['prices', 'price_versions', PRICE],
    ['new_windows', 'limit_windows', NEW_WINDOW],
    ['new_wallets', 'accounts', NEW_WALLET],
  ];
  return inserted.map(([input, table, columns]) => ({
    rows: input,
    isExact: true,
    sql: `INSERT INTO ${table} (${listed(columns)}) SELECT ${listed(columns)} FROM ${rows(input, columns)} r`,
  }));
}

function intentSteps(rows: RowsOf): WriteStep[] {
  return [
    {
      rows: 'intents',
      isExact: true,
      sql: `INSERT INTO intents (${listed(INTENT)}, state, boot, created_at_ms)
        SELECT ${listed(INTENT)}, 'reserved', :boot, ${NOW} FROM ${rows('intents', INTENT)} r`,
    },
    {
      rows: 'extensions',
      isExact: true,
      sql: `UPDATE intents SET held_tokens = r.held_tokens, held_micro_credits = r.held_micro_credits
        FROM ${rows('extensions', EXTENSION)} r
        WHERE intents.id = r.id AND intents.state = 'reserved' AND intents.boot = :boot`,
    },
    {
      rows: 'endings',
      isExact: true,
      sql: `UPDATE intents SET state = r.state, charged_tokens = r.charged_tokens,
        charged_micro_credits = r.charged_micro_credits, ended_at_ms = ${NOW}
        FROM ${rows('endings', ENDING)} r
        WHERE intents.id = r.id AND intents.state = 'reserved' AND intents.boot = r.boot`,
    },
  ];
}

function amountSteps(rows: RowsOf): WriteStep[] {
  return [
    {
      rows: 'transfers',
      isExact: true,
      sql: `INSERT INTO transfers (${listed(TRANSFER)}, at_ms)
        SELECT ${listed(TRANSFER)}, ${NOW} FROM ${rows('transfers', TRANSFER)} r`,
    },
    {
      rows: 'windows',
      isExact: true,
      sql: `UPDATE limit_windows SET cap = r.cap, used = limit_windows.used + r.used, held = limit_windows.held + r.held
        FROM ${rows('windows', WINDOW)} r
        WHERE limit_windows.scope = r.scope AND limit_windows.unit = r.unit
        AND limit_windows.window_kind = r.window_kind AND limit_windows.window_start = r.window_start`,
    },
    {
      rows: 'wallets',
      isExact: true,
      sql: `UPDATE accounts SET debits_posted = accounts.debits_posted + r.debits_posted,
        debits_pending = accounts.debits_pending + r.debits_pending
        FROM ${rows('wallets', WALLET)} r WHERE accounts.id = r.id`,
    },
  ];
}

function recordSteps(rows: RowsOf): WriteStep[] {
  const usage = Object.keys(USAGE);
  return [
    {
      rows: 'usage',
      isExact: true,
      sql: `INSERT INTO usage_records (${[...usage, ...SUBJECT].join(', ')}, ended_at_ms)
        SELECT ${[...usage.map((name) => `r.${name}`), ...SUBJECT.map((name) => `i.${name}`)].join(', ')}, ${NOW}
        FROM ${rows('usage', USAGE)} r JOIN intents i ON i.id = r.request_id`,
    },
    {
      rows: 'outcomes',
      isExact: true,
      sql: `INSERT INTO outcome_store (${listed(OUTCOME)}, created_at_ms)
        SELECT ${listed(OUTCOME)}, ${NOW} FROM ${rows('outcomes', OUTCOME)} r`,
    },
  ];
}

function scriptOf(dialect: Dialect): WriteScript {
  const rows: RowsOf = (input, columns) => jsonRows(dialect, `:${input}`, columns);
  const steps = [
    ...insertSteps(rows),
    ...intentSteps(rows),
    ...amountSteps(rows),
    ...recordSteps(rows),
  ];
  return { name: 'ledger_batch', inputs: ['boot', 'now_ms', ...steps.map((step) => step.rows)], steps };
}

/** All that a batch of operations may write. */
export const BATCH_SCRIPTS = { sqlite: scriptOf('sqlite'), postgres: scriptOf('postgres') };
