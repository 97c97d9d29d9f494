import { Logger } from '@nestjs/common';
import type { Database } from '../../common/database/database';
import { ledgerErrors } from '../ledger.errors';
import type { LedgerAudit } from '../ledger.types';
import { findUnacknowledged } from '../logic/find-unacknowledged';
import { auditChecks, quickChecks } from './audit-checks';
import { runChecks } from './run-audit';

const NOTE_NAME = 'audit_acknowledged';
const READ_NOTE = `SELECT value FROM ledger_notes WHERE name = '${NOTE_NAME}'`;
const WRITE_NOTE = `INSERT INTO ledger_notes (name, value, at_ms) VALUES ('${NOTE_NAME}', $1, $2)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value, at_ms = excluded.at_ms`;

/** Runs the invariants and closes the door to new calls when one is broken that no admin has acknowledged. */
export class LedgerAuditor {
  private readonly log = new Logger('ledger');
  private broken: string[] = [];
  /** The latest full audit; null until the first has ended. */
  latest: LedgerAudit | null = null;

  constructor(
    private readonly database: Database,
    private readonly boot: string,
  ) {}

  /** Throws the error for new calls while a finding stands. */
  assertSound(): void {
    if (this.broken.length > 0) throw ledgerErrors.ledger_audit_failed({});
  }

  async audit(): Promise<LedgerAudit> {
    const checks = auditChecks(this.database.dialect, { boot: this.boot });
    const audit = await this.database.aside((query) => runChecks(query, checks));
    this.latest = audit;
    await this.judge(audit);
    return audit;
  }

  async auditQuickly(): Promise<void> {
    const checks = quickChecks(this.database.dialect, { boot: this.boot });
    const audit = await this.database.aside((query) => runChecks(query, checks));
    if (!audit.ok) await this.judge(audit);
  }

  /** An admin has seen the latest findings: calls are taken again until there is one more. */
  async acknowledge(): Promise<void> {
    const { checks } = await this.audit();
    const seen = Object.fromEntries(
      checks.filter((check) => check.violations > 0).map((check) => [check.name, check.violations]),
    );
    await this.database.transaction((tx) =>
      tx.query(WRITE_NOTE, [JSON.stringify(seen), Date.now()]),
    );
    this.broken = [];
  }

  private async judge(audit: LedgerAudit): Promise<void> {
    const [note]: { value: string }[] = audit.ok ? [] : await this.database.read.query(READ_NOTE);
    const seen = JSON.parse(note?.value ?? '{}') as Record<string, number>;
    this.broken = findUnacknowledged(audit, seen);
    if (this.broken.length === 0) return;
    this.log.error(
      { checks: audit.checks.filter((check) => check.violations > 0) },
      'the audit found the accounts inconsistent: no new calls until an admin acknowledges it',
    );
  }
}
