import type { Database } from '../../common/database/database';
import { BatchChanges } from '../logic/batch-changes';
import { decideBatch, type Answer, type Operation } from '../logic/decide-batch';
import { LedgerStateCache } from './ledger-state-cache';
import { loadBatch } from './load-batch';
import { KnownPrices } from './load-prices';
import { saveBatch } from './save-batch';

/** Operations decided and committed together at most. */
const BATCH_OPERATIONS_MAX = 256;

interface Waiting {
  operation: Operation;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * The one writer of the ledger: operations queue here, each batch is one transaction, and everybody is
 * answered after its commit. While one batch waits for the disk the next one gathers, so the price of
 * a durable commit is shared by all calls in flight and nobody is made to wait for a timer.
 */
export class LedgerWriter {
  private waiting: Waiting[] = [];
  private isRunning = false;
  private readonly cache = new LedgerStateCache();
  private readonly prices = new KnownPrices();

  constructor(
    private readonly database: Database,
    private readonly boot: string,
  ) {}

  submit(operation: Operation): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ operation, resolve, reject });
      if (this.isRunning) return;
      this.isRunning = true;
      setImmediate(() => void this.drain());
    });
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch =
        this.waiting.length <= BATCH_OPERATIONS_MAX
          ? this.waiting
          : this.waiting.slice(0, BATCH_OPERATIONS_MAX);
      this.waiting = batch === this.waiting ? [] : this.waiting.slice(BATCH_OPERATIONS_MAX);
      await this.commit(batch);
    }
    this.isRunning = false;
  }

  /** Never rejects: every operation of the batch is answered. */
  private async commit(batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.write(batch.map((waiting) => waiting.operation));
      batch.forEach((waiting, at) => waiting.resolve(answers[at]!));
    } catch (error) {
      this.cache.clear();
      this.prices.clear();
      if (batch.length === 1) {
        batch[0]!.reject(error);
        return;
      }
      // One bad operation must not spoil the others: each gets a transaction of its own.
      for (const waiting of batch) await this.commit([waiting]);
    }
  }

  private write(operations: readonly Operation[]): Promise<Answer[]> {
    return this.database.turn(async (turn) => {
      const nowMs = Date.now();
      const changes = new BatchChanges();
      if (turn.dialect === 'postgres') this.cache.clear();
      this.cache.startBatch();
      for (const operation of operations) {
        if (operation.kind !== 'reserve' || this.prices.isKnown(operation.request.price)) continue;
        if (await this.prices.isNew(turn, operation.request.price)) {
          changes.prices.push(operation.request.price);
        }
      }
      await loadBatch(turn, this.cache, operations);
      const answers = decideBatch(this.cache, operations, { changes, nowMs });
      if (!changes.isEmpty) await saveBatch(turn, changes, { boot: this.boot, nowMs });
      return answers;
    });
  }
}
