import type { Dialect } from '../../common/database/write-script';

const OPEN_HOLDS = `SELECT p.debit AS account, p.amount FROM transfers p WHERE p.phase = 'pending'
  AND NOT EXISTS (SELECT 1 FROM transfers e WHERE e.pending_id = p.id)`;

/** One query per invariant, each answering the number of rows that break it. */
export function auditChecks(_dialect: Dialect): Record<string, string> {
  return {
    wallet_totals: `SELECT count(*) AS violations FROM accounts a
      LEFT JOIN (SELECT debit AS account, sum(amount) AS total FROM transfers WHERE phase IN ('single', 'post') GROUP BY 1) d ON d.account = a.id
      LEFT JOIN (SELECT credit AS account, sum(amount) AS total FROM transfers WHERE phase IN ('single', 'post') GROUP BY 1) c ON c.account = a.id
      LEFT JOIN (SELECT account, sum(amount) AS total FROM (${OPEN_HOLDS}) h GROUP BY 1) h ON h.account = a.id
      WHERE a.kind = 'wallet' AND (a.debits_posted <> coalesce(d.total, 0)
        OR a.credits_posted <> coalesce(c.total, 0) OR a.debits_pending <> coalesce(h.total, 0))`,
  };
}
