import type { Database } from '../../common/database/database';
import { isStorageError } from '../../common/database/storage-errors';
import { ScriptConflict, type WriteTurn } from '../../common/database/write-script';
import { ledgerErrors } from '../ledger.errors';
import { BatchChanges } from '../logic/batch-changes';
import { decideBatch, type Answer, type Operation } from '../logic/decide-batch';
import { LedgerStateCache } from './ledger-state-cache';
import { loadBatch } from './load-batch';
import { KnownPrices } from './load-prices';
import { readSettlement } from './read-settlement';
import { voidCalls } from './recover-calls';
import { saveBatch } from './save-batch';
import type { StorageGuard } from './storage-guard';

/** Operations decided and committed together at most. */
const BATCH_OPERATIONS_MAX = 256;
/** While the disk refuses: how often endings are tried again, and whether there is room again. */
const STORAGE_RETRY_MS = 250;

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
  private running: Promise<void> | null = null;
  /** Endings that wait for the disk. */
  private stuck: Waiting[] = [];
  /** Reservations refused because of the disk that may have been stored all the same. */
  private doubtful: string[] = [];
  private retry: NodeJS.Timeout | undefined;
  private readonly cache = new LedgerStateCache();
  private readonly prices = new KnownPrices();

  constructor(
    private readonly database: Database,
    private readonly storage: StorageGuard,
    private readonly boot: string,
  ) {}

  submit(operation: Operation): Promise<Answer> {
    if (this.storage.isFailing && operation.kind !== 'finish') {
      return Promise.reject(ledgerErrors.ledger_storage_unavailable({}));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ operation, resolve, reject });
      this.start();
    });
  }

  /** Resolves when everything submitted is answered, except what waits for the disk. */
  async idle(): Promise<void> {
    while (this.running !== null) await this.running;
  }

  close(): Promise<void> {
    clearTimeout(this.retry);
    return this.idle();
  }

  private start(): void {
    this.running ??= new Promise((resolve) => {
      // Whatever else arrives in this turn of the event loop joins the batch.
      setImmediate(() => void this.drain().then(resolve));
    });
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, BATCH_OPERATIONS_MAX);
      this.waiting = this.waiting.slice(BATCH_OPERATIONS_MAX);
      await this.commit(batch);
    }
    this.running = null;
  }

  /** Never rejects: every operation of the batch is answered, or stuck until the disk is back. */
  private async commit(batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.write(batch.map((waiting) => waiting.operation));
      batch.forEach((waiting, at) => waiting.resolve(answers[at]!));
    } catch (error) {
      // What is in memory went ahead of what is stored.
      this.cache.clear();
      this.prices.clear();
      if (isStorageError(error)) this.outlast(batch, error);
      else if (batch.length === 1) await this.fail(batch[0]!, error);
      // One bad operation must not spoil the others: each gets a transaction of its own.
      else for (const waiting of batch) await this.commit([waiting]);
    }
  }

  private write(operations: readonly Operation[]): Promise<Answer[]> {
    return this.database.turn(async (turn) => {
      const nowMs = Date.now();
      const changes = new BatchChanges();
      if (turn.dialect === 'postgres') this.cache.clear();
      this.cache.startBatch();
      await this.findNewPrices(turn, operations, changes);
      await loadBatch(turn, this.cache, operations);
      const answers = decideBatch(this.cache, operations, { changes, nowMs });
      if (!changes.isEmpty) await saveBatch(turn, changes, { boot: this.boot, nowMs });
      return answers;
    });
  }

  private async findNewPrices(
    turn: WriteTurn,
    operations: readonly Operation[],
    changes: BatchChanges,
  ): Promise<void> {
    for (const operation of operations) {
      if (operation.kind !== 'reserve' || this.prices.isKnown(operation.request.price)) continue;
      const { price } = operation.request;
      if (await this.prices.isNew(turn, price)) changes.prices.push(price);
    }
  }

  private async fail(waiting: Waiting, error: unknown): Promise<void> {
    const { operation } = waiting;
    if (operation.kind === 'finish' && error instanceof ScriptConflict) {
      // The commit of an earlier try was stored although its answer was an error: that is the settlement.
      const settlement = await readSettlement(this.database, operation.call.intentId);
      if (settlement !== null) {
        waiting.resolve(settlement);
        return;
      }
    }
    waiting.reject(error);
  }

  private outlast(batch: readonly Waiting[], error: unknown): void {
    this.storage.fail(error);
    for (const waiting of batch) {
      const { operation } = waiting;
      if (operation.kind === 'finish') {
        this.stuck.push(waiting);
        continue;
      }
      if (operation.kind === 'reserve') this.doubtful.push(operation.request.subject.requestId);
      waiting.reject(ledgerErrors.ledger_storage_unavailable({}, { cause: error }));
    }
    this.tryLater();
  }

  /** Called as soon as the storage is known to fail. */
  tryLater(): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.tryAgain(), STORAGE_RETRY_MS);
    this.retry.unref();
  }

  private async tryAgain(): Promise<void> {
    this.waiting.unshift(...this.stuck.splice(0));
    this.start();
    await this.idle();
    // Still stuck: a timer is running again.
    if (this.stuck.length > 0 || !this.storage.isFailing) return;
    if (!(await this.storage.probe())) {
      this.tryLater();
      return;
    }
    const doubtful = this.doubtful.splice(0);
    await voidCalls(this.database, this, doubtful).catch(() => this.doubtful.push(...doubtful));
    this.storage.resume();
  }
}
