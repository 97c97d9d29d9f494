import type { Dialect } from '../../common/database/write-script';

/** How an audit treats open calls: those of `boot` have an owner that lives; null, the server is at rest and none has. */
export interface AuditScope {
  boot: string | null;
}

const ENDS = `SELECT intent_id,
    sum(CASE WHEN phase = 'pending' THEN 1 ELSE 0 END) AS holds,
    sum(CASE WHEN phase = 'pending' THEN amount ELSE 0 END) AS held,
    sum(CASE WHEN phase IN ('post', 'void') THEN 1 ELSE 0 END) AS ends,
    sum(CASE WHEN phase = 'post' THEN amount ELSE 0 END) AS posted,
    sum(CASE WHEN phase = 'single' THEN amount ELSE 0 END) AS overage
  FROM transfers WHERE intent_id IS NOT NULL GROUP BY intent_id`;

const TOKENS =
  '(u.input_tokens + u.cache_read_tokens + u.cache_write_tokens + u.output_tokens + u.reasoning_tokens)';
const COST = `((u.input_tokens * p.input + u.cache_read_tokens * p.cache_read + u.cache_write_tokens * p.cache_write
  + u.output_tokens * p.output + u.reasoning_tokens * p.reasoning + 999999) / 1000000)`;

function countOf(from: string): string {
  return `SELECT count(*) AS violations FROM ${from}`;
}

/** Cheap enough for every minute: they read windows, wallets and open calls, never the history. */
export function quickChecks(dialect: Dialect, scope: AuditScope): Record<string, string> {
  return {
    wallets_above_floor: countOf(`accounts
      WHERE floor IS NOT NULL AND credits_posted - debits_posted - debits_pending < floor`),
    windows_within_cap: countOf('limit_windows WHERE used < 0 OR held < 0 OR used + held > cap'),
    // On PostgreSQL other processes own calls too; their leases are not the business of this one.
    open_calls_have_an_owner:
      dialect === 'postgres' && scope.boot !== null
        ? 'SELECT 0 AS violations'
        : countOf(
            `intents WHERE state = 'reserved' ${scope.boot === null ? '' : `AND boot <> '${scope.boot}'`}`,
          ),
  };
}

/** One query for each invariant, answering the number of rows that break it; docs/accounting.md explains them. */
export function auditChecks(dialect: Dialect, scope: AuditScope): Record<string, string> {
  const smaller = dialect === 'sqlite' ? 'min' : 'least';
  return {
    ...transferChecks(),
    ...quickChecks(dialect, scope),
    ...intentChecks(),
    ...recordChecks(smaller),
    windows_match_calls: windowsMatchCalls(dialect),
  };
}

function transferChecks(): Record<string, string> {
  const total = (side: 'debit' | 'credit') =>
    `(SELECT ${side} AS account, sum(amount) AS total FROM transfers WHERE phase IN ('single', 'post') GROUP BY 1)`;
  return {
    // One row has both sides, so the book sums to zero unless a side leads nowhere.
    book_sums_to_zero: countOf(`transfers t WHERE t.debit = t.credit OR t.amount < 0
      OR NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = t.debit)
      OR NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = t.credit)`),
    wallet_totals_match_transfers: countOf(`accounts a
      LEFT JOIN ${total('debit')} d ON d.account = a.id
      LEFT JOIN ${total('credit')} c ON c.account = a.id
      LEFT JOIN (SELECT h.debit AS account, sum(h.amount) AS total FROM transfers h
        LEFT JOIN transfers e ON e.pending_id = h.id
        WHERE h.phase = 'pending' AND e.id IS NULL GROUP BY 1) h ON h.account = a.id
      WHERE a.kind = 'wallet' AND (a.debits_posted <> coalesce(d.total, 0)
        OR a.credits_posted <> coalesce(c.total, 0) OR a.debits_pending <> coalesce(h.total, 0))`),
    ends_match_holds: countOf(`transfers e LEFT JOIN transfers h ON h.id = e.pending_id
      WHERE e.phase IN ('post', 'void') AND (h.id IS NULL OR h.phase <> 'pending'
        OR h.intent_id <> e.intent_id OR h.debit <> e.debit OR h.credit <> e.credit OR e.amount > h.amount)`),
    transfers_have_a_call: countOf(`transfers t
      WHERE t.intent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM intents i WHERE i.id = t.intent_id)`),
  };
}

function intentChecks(): Record<string, string> {
  return {
    holds_end_once: countOf(`intents i LEFT JOIN (${ENDS}) t ON t.intent_id = i.id
      WHERE coalesce(t.held, 0) <> i.held_micro_credits
        OR coalesce(t.ends, 0) <> CASE WHEN i.state = 'reserved' THEN 0 ELSE coalesce(t.holds, 0) END`),
    charge_is_posted: countOf(`intents i LEFT JOIN (${ENDS}) t ON t.intent_id = i.id
      WHERE i.state <> 'reserved' AND (i.charged_micro_credits <> coalesce(t.posted, 0)
        OR i.charged_micro_credits > i.held_micro_credits OR i.charged_tokens > i.held_tokens)`),
    one_charge_per_idempotency_key: countOf(`(SELECT 1 AS one FROM intents
      WHERE idempotency_key IS NOT NULL AND state = 'settled'
      GROUP BY user_id, idempotency_key HAVING count(*) > 1) x`),
    kept_answers_belong_to_keyed_calls: countOf(`outcome_store o LEFT JOIN intents i ON i.id = o.intent_id
      WHERE i.id IS NULL OR i.idempotency_key IS NULL OR i.state <> 'settled'`),
  };
}

function recordChecks(smaller: string): Record<string, string> {
  const charged = `usage_records u JOIN intents i ON i.id = u.request_id JOIN price_versions p ON p.id = i.price_version_id`;
  return {
    charge_recomputes_from_tokens: countOf(`${charged}
      WHERE u.is_billable AND (u.charged_micro_credits <> ${smaller}(i.held_micro_credits, ${COST})
        OR u.charged_tokens <> ${smaller}(i.held_tokens, ${TOKENS})
        OR u.charged_micro_credits <> i.charged_micro_credits OR u.charged_tokens <> i.charged_tokens)`),
    house_cost_recomputes: countOf(`${charged}
      WHERE u.house_micro_credits <> CASE u.outcome WHEN 'refused' THEN 0
        WHEN 'unknown' THEN i.held_micro_credits ELSE ${COST} - u.charged_micro_credits END`),
    overage_is_paid_by_the_house: countOf(`${charged}
      LEFT JOIN transfers t ON t.id = i.id || ':over'
      WHERE u.is_billable AND coalesce(t.amount, 0) <> u.house_micro_credits`),
    charged_calls_have_one_billable_record: countOf(`intents i LEFT JOIN
      (SELECT request_id, count(*) AS n FROM usage_records WHERE is_billable GROUP BY request_id) u ON u.request_id = i.id
      WHERE coalesce(u.n, 0) <> CASE WHEN i.state = 'settled' THEN 1 ELSE 0 END`),
    ended_calls_have_one_final_record: countOf(`intents i LEFT JOIN
      (SELECT request_id, sum(CASE WHEN is_final THEN 1 ELSE 0 END) AS finals FROM usage_records GROUP BY request_id) u
      ON u.request_id = i.id
      WHERE coalesce(u.finals, 0) <> CASE WHEN i.state = 'reserved' THEN 0 ELSE 1 END`),
    records_have_a_call: countOf(`usage_records u LEFT JOIN intents i ON i.id = u.request_id
      WHERE i.id IS NULL OR i.user_id <> u.user_id`),
    sent_attempts_have_an_outcome: countOf(`usage_records
      WHERE outcome IS NULL OR source IS NULL OR house_micro_credits IS NULL`),
  };
}

/** What the windows say used and held against what the calls that claimed them add up to. */
function windowsMatchCalls(dialect: Dialect): string {
  const claims =
    dialect === 'sqlite'
      ? 'json_each(i.claims) c'
      : 'jsonb_array_elements(i.claims::jsonb) AS c(value)';
  return countOf(`(SELECT 1 AS one FROM (
      SELECT scope, unit, window_kind, window_start, used, held FROM limit_windows
      UNION ALL
      SELECT c.value->>0, c.value->>1, c.value->>2, c.value->>3, -coalesce(i.charged_tokens, 0),
        CASE WHEN i.state = 'reserved' THEN -i.held_tokens ELSE 0 END
      FROM intents i, ${claims}) x
    GROUP BY scope, unit, window_kind, window_start HAVING sum(used) <> 0 OR sum(held) <> 0) y`);
}
