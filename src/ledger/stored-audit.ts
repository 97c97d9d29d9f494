import type { Database } from '../common/database/database';
import { auditChecks } from './data/audit-checks';
import { runChecks } from './data/run-audit';
import type { LedgerAudit } from './ledger.types';

/**
 * Audits a database from outside the server. With `isAtRest` no server works on it, so an open call is a
 * finding: it is settled by the next start.
 */
export function auditStored(
  reader: Pick<Database, 'read' | 'dialect'>,
  isAtRest: boolean,
): Promise<LedgerAudit> {
  const checks = auditChecks(reader.dialect, { boot: null });
  if (!isAtRest) delete checks['open_calls_have_an_owner'];
  return runChecks((sql) => reader.read.query(sql), checks);
}
