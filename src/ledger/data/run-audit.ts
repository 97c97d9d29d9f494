import type { Database } from '../../common/database/database';
import type { LedgerAudit } from '../ledger.types';

/** Runs checks one after another on a connection for reading; writers go on meanwhile. */
export async function runChecks(
  database: Pick<Database, 'read'>,
  queries: Readonly<Record<string, string>>,
): Promise<LedgerAudit> {
  const checks: LedgerAudit['checks'] = [];
  for (const [name, sql] of Object.entries(queries)) {
    const [row]: { violations: number | string }[] = await database.read.query(sql);
    checks.push({ name, violations: Number(row!.violations) });
  }
  return {
    checkedAtMs: Date.now(),
    ok: checks.every((check) => check.violations === 0),
    checks,
  };
}
