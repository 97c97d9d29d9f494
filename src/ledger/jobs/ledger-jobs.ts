import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Database } from '../../common/database/database';
import { LedgerService } from '../ledger.service';

const QUICK_AUDIT_EVERY_MS = 60_000;
const FULL_AUDIT_EVERY_MS = 24 * 3_600_000;
/** The first full audit waits until the server has settled in. */
const FULL_AUDIT_FIRST_MS = 2000;
const CLEAN_EVERY_MS = 3_600_000;
/** Answers for repeats are kept this long. */
export const OUTCOMES_KEPT_MS = 24 * 3_600_000;
const OUTCOMES_DELETED_AT_ONCE = 1000;

/** What the ledger does by the clock. */
@Injectable()
export class LedgerJobs implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('ledger');
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly ledger: LedgerService,
    private readonly database: Database,
  ) {}

  onApplicationBootstrap(): void {
    const first = setTimeout(
      () => this.run('audit', () => this.ledger.audit()),
      FULL_AUDIT_FIRST_MS,
    );
    this.timers.push(
      first,
      setInterval(() => this.run('audit', () => this.ledger.audit()), FULL_AUDIT_EVERY_MS),
      setInterval(
        () => this.run('quick audit', () => this.ledger.auditQuickly()),
        QUICK_AUDIT_EVERY_MS,
      ),
      setInterval(() => this.run('clean-up', () => this.cleanOutcomes()), CLEAN_EVERY_MS),
    );
    for (const timer of this.timers) timer.unref();
  }

  onModuleDestroy(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  /** Deletes answers that no repeat may ask for any more, in pieces that keep the writer free. */
  async cleanOutcomes(nowMs: number = Date.now()): Promise<void> {
    const before = nowMs - OUTCOMES_KEPT_MS;
    let deleted: number;
    do {
      deleted = await this.database.transaction(async (tx) => {
        const found: { intent_id: string }[] = await tx.query(
          `SELECT intent_id FROM outcome_store WHERE created_at_ms < $1 LIMIT ${OUTCOMES_DELETED_AT_ONCE}`,
          [before],
        );
        if (found.length > 0) {
          await tx
            .createQueryBuilder()
            .delete()
            .from('outcome_store')
            .where('intent_id IN (:...ids)', { ids: found.map((row) => row.intent_id) })
            .execute();
        }
        return found.length;
      });
    } while (deleted === OUTCOMES_DELETED_AT_ONCE);
  }

  private run(what: string, job: () => Promise<unknown>): void {
    job().catch((error: unknown) =>
      this.log.error(`${what} failed`, error instanceof Error ? error.stack : String(error)),
    );
  }
}
