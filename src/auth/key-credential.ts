import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { FreshCache } from '../common/cache/fresh-cache';
import { Database } from '../common/database/database';
import { EventBus } from '../common/events/event-bus';
import type { Caller } from '../common/security/caller';
import { Credentials } from '../common/security/credentials';
import { Callers } from './callers';
import { ApiKey } from './data/api-key.entity';
import { KEY_PREFIX, keyDigest } from './logic/key-secret';

const LIVE_MAX = 10_000;
const MISS_AGE_MS = 5_000;
/** `last used` is exact to this, so that a busy key costs one write a minute. */
const LAST_USED_EVERY_MS = 60_000;

/** The caller behind an API key, looked up in memory by the key's hash. */
@Injectable()
export class KeyCredential implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger('auth');
  private readonly cache: FreshCache<ApiKey>;
  /** Not yet written; bounded by the cache, in which a key is noted once a minute. */
  private readonly usedAtMs = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly callers: Callers,
    private readonly credentials: Credentials,
    events: EventBus,
  ) {
    this.cache = new FreshCache<ApiKey>({
      entriesMax: LIVE_MAX,
      // With PostgreSQL another process may revoke a key: there the memory is at most a second old.
      maxAgeMs: database.isPostgres ? 1_000 : 60_000,
      missAgeMs: MISS_AGE_MS,
      load: (secretHash) => this.database.reading(ApiKey).findOneBy({ secretHash }),
    });
    events.on('key.changed', ({ keyId }) => this.cache.forgetWhere((key) => key.id === keyId));
  }

  onModuleInit(): void {
    this.credentials.register(KEY_PREFIX, (secret) => this.identify(secret));
    this.timer = setInterval(() => void this.writeLastUsed(), LAST_USED_EVERY_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.writeLastUsed();
  }

  /** Throws `unauthenticated` saying why. */
  private identify(secret: string): Caller | Promise<Caller> {
    const key = this.cache.get(keyDigest(secret));
    return key instanceof Promise ? key.then((loaded) => this.use(loaded)) : this.use(key);
  }

  private use(key: ApiKey | null): Caller | Promise<Caller> {
    const caller = this.callers.ofKey(key);
    const nowMs = Date.now();
    if (key !== null && nowMs - (key.lastUsedAtMs ?? 0) > LAST_USED_EVERY_MS) {
      key.lastUsedAtMs = nowMs;
      this.usedAtMs.set(key.id, nowMs);
    }
    return caller;
  }

  private async writeLastUsed(): Promise<void> {
    if (this.usedAtMs.size === 0) return;
    const used = [...this.usedAtMs];
    this.usedAtMs.clear();
    try {
      await this.database.transaction(async (tx) => {
        for (const [id, lastUsedAtMs] of used) await tx.update(ApiKey, { id }, { lastUsedAtMs });
      });
    } catch (error) {
      this.log.error(error instanceof Error ? error.stack : error);
    }
  }
}
