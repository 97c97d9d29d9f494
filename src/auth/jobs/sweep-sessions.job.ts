import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Database } from '../../common/database/database';
import { Session } from '../data/session.entity';

const EVERY_MS = 60 * 60_000;
/** Ended logins are kept for a day, so that what happened can be looked up. */
const KEPT_AFTER_END_MS = 24 * 60 * 60_000;

/** Removes logins that are over, or the table would grow with every login ever made. */
@Injectable()
export class SweepSessions implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger('auth');
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.run(), EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async run(nowMs: number = Date.now()): Promise<void> {
    try {
      await this.database.transaction(async (tx) => {
        await tx.delete(Session, { expiresAtMs: LessThan(nowMs) });
        await tx.delete(Session, { endedAtMs: LessThan(nowMs - KEPT_AFTER_END_MS) });
      });
    } catch (error) {
      this.log.error(error instanceof Error ? error.stack : error);
    }
  }
}
