import { Logger } from '@nestjs/common';
import type { Database } from '../../common/database/database';
import { Ballast } from './ballast';

const NOTE = `INSERT INTO ledger_notes (name, value, at_ms) VALUES ('storage_probe', 'ok', $1)
  ON CONFLICT (name) DO UPDATE SET at_ms = excluded.at_ms`;

/** Knows whether the accounts can be written, and what to do when they cannot. */
export class StorageGuard {
  private readonly log = new Logger('ledger');
  private readonly ballast: Ballast;
  isFailing = false;

  constructor(
    private readonly database: Database,
    dataDir: string,
  ) {
    this.ballast = new Ballast(dataDir);
  }

  /** A write failed: from now on no new calls, and the ballast makes room for what must still be settled. */
  fail(error: unknown): void {
    const gaveRoom = this.ballast.drop();
    if (this.isFailing) return;
    this.isFailing = true;
    this.log.error(
      { error: error instanceof Error ? error.message : String(error), gaveRoom },
      'the accounts cannot be written: no new calls until they can',
    );
  }

  /** Sets the ballast aside. A full disk is found out here rather than by a call. */
  async prepare(): Promise<void> {
    try {
      await this.ballast.take();
    } catch (error) {
      this.fail(error);
    }
  }

  /** True when writing works again, tried with a durable write of its own. */
  async probe(): Promise<boolean> {
    try {
      await this.ballast.take();
      await this.database.transaction((tx) => tx.query(NOTE, [Date.now()]));
    } catch {
      this.ballast.drop();
      return false;
    }
    return true;
  }

  resume(): void {
    this.isFailing = false;
    this.log.log('the accounts can be written again: calls are taken');
  }
}
