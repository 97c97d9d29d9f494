import type { Database } from '../../common/database/database';
import type { LedgerAudit } from '../ledger.types';
import { auditChecks } from './audit-checks';

/** Runs the checks one after another on a connection for reading; writers go on meanwhile. */
export async function runAudit(database: Database): Promise<LedgerAudit> {
  const checks: LedgerAudit['checks'] = [];
  for (const [name, sql] of Object.entries(auditChecks(database.dialect))) {
    const [row]: { violations: number | string }[] = await database.read.query(sql);
    checks.push({ name, violations: Number(row!.violations) });
  }
  return {
    checkedAtMs: Date.now(),
    ok: checks.every((check) => check.violations === 0),
    checks,
  };
}
