import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { UsageRollup } from '../data/usage-rollup';

const FOLD_INTERVAL_MS = 10_000;

/** Adds new records to the daily sums, a few thousand at a time, so that nobody waits behind it. */
@Injectable()
export class FoldUsageJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('usage');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(private readonly rollup: UsageRollup) {}

  onApplicationBootstrap(): void {
    this.next(0);
  }

  /** Waits for the batch at hand: the database closes after this. */
  async onModuleDestroy(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private next(waitMs: number): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.running = this.foldOnce();
    }, waitMs);
    this.timer.unref();
  }

  private async foldOnce(): Promise<void> {
    let isMore = false;
    try {
      isMore = await this.rollup.fold(Date.now());
    } catch (error) {
      this.log.error('usage could not be added up', error instanceof Error ? error.stack : error);
    }
    this.next(isMore ? 100 : FOLD_INTERVAL_MS);
  }
}
