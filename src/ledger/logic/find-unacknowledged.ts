import type { LedgerAudit } from '../ledger.types';

/** Names of checks with more violations than an admin has acknowledged. */
export function findUnacknowledged(
  audit: LedgerAudit,
  acknowledged: Readonly<Record<string, number>>,
): string[] {
  return audit.checks
    .filter((check) => check.violations > (acknowledged[check.name] ?? 0))
    .map((check) => check.name);
}
