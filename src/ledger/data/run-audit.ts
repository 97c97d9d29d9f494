import type { Query } from '../../common/database/database';
import type { LedgerAudit } from '../ledger.types';

/** Runs checks one after another; writers go on meanwhile. */
export async function runChecks(
  query: Query,
  queries: Readonly<Record<string, string>>,
): Promise<LedgerAudit> {
  const checks: LedgerAudit['checks'] = [];
  for (const [name, sql] of Object.entries(queries)) {
    const [row] = await query<{ violations: number | string }>(sql);
    checks.push({ name, violations: Number(row!.violations) });
  }
  return {
    checkedAtMs: Date.now(),
    ok: checks.every((check) => check.violations === 0),
    checks,
  };
}
