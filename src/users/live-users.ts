import { Injectable } from '@nestjs/common';
import { FreshCache } from '../common/cache/fresh-cache';
import { Database } from '../common/database/database';
import { EventBus } from '../common/events/event-bus';
import { User } from './data/user.entity';
import type { LiveUser } from './users.types';

const USERS_MAX = 10_000;
const MISS_AGE_MS = 1_000;

/**
 * The users that are calling, from memory. Changes made by this process show at once (events); with
 * PostgreSQL other processes may change a row too, so there the memory is at most a second old.
 */
@Injectable()
export class LiveUsers {
  private readonly cache: FreshCache<LiveUser>;

  constructor(
    private readonly database: Database,
    events: EventBus,
  ) {
    this.cache = new FreshCache<LiveUser>({
      entriesMax: USERS_MAX,
      maxAgeMs: database.isPostgres ? 1_000 : 60_000,
      missAgeMs: MISS_AGE_MS,
      load: (id) => this.load(id),
    });
    for (const name of ['user.changed', 'user.deactivated', 'user.deleted'] as const) {
      events.on(name, ({ userId }) => this.cache.forget(userId));
    }
  }

  /** The user, active or not; null when there is none. A promise only when the memory has to be filled. */
  get(id: string): LiveUser | null | Promise<LiveUser | null> {
    return this.cache.get(id);
  }

  private async load(id: string): Promise<LiveUser | null> {
    const user = await this.database.reading(User).findOneBy({ id });
    if (user === null) return null;
    const { username, isAdmin, isActive, tokenLimit, sessionsValidFromMs } = user;
    return Object.freeze({ id, username, isAdmin, isActive, tokenLimit, sessionsValidFromMs });
  }
}
