import { hash, randomBytes } from 'node:crypto';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { IsNull } from 'typeorm';
import { FreshCache } from '../common/cache/fresh-cache';
import { Database } from '../common/database/database';
import { uuidv7 } from '../common/database/uuid';
import { commonErrors } from '../common/errors/common.errors';
import { EventBus } from '../common/events/event-bus';
import type { Caller, Permission } from '../common/security/caller';
import { Credentials } from '../common/security/credentials';
import type { ApiKeyView } from './api-key.view';
import { authErrors } from './auth.errors';
import { Callers } from './callers';
import { ApiKey } from './data/api-key.entity';
import { KEY_SCOPES_DEFAULT } from './logic/key-scopes';

export const KEY_PREFIX = 'sk-coinop-';
/** Keys of one user that are not revoked. */
const KEYS_PER_USER_MAX = 100;
const LIVE_MAX = 10_000;
const MISS_AGE_MS = 5_000;
/** `last used` is exact to this, so that a busy key costs one write a minute. */
const LAST_USED_EVERY_MS = 60_000;

export interface NewApiKey {
  name: string;
  scopes?: Permission[];
  models?: string[] | null;
  tokenLimit?: number | null;
  expiresAtMs?: number | null;
}

/** API keys: shown once, kept as SHA-256, looked up in memory. */
@Injectable()
export class ApiKeys implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger('auth');
  private readonly cache: FreshCache<ApiKey>;
  private readonly usedAtMs = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly events: EventBus,
    private readonly callers: Callers,
    private readonly credentials: Credentials,
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
    this.credentials.register(KEY_PREFIX, (token) => this.resolve(token));
    this.timer = setInterval(() => void this.writeLastUsed(), LAST_USED_EVERY_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.writeLastUsed();
  }

  /** The caller behind a key. Throws `unauthenticated` saying why. */
  resolve(secret: string): Caller | Promise<Caller> {
    const key = this.cache.get(digest(secret));
    return key instanceof Promise ? key.then((loaded) => this.use(loaded)) : this.use(key);
  }

  /**
   * Makes a key; its secret is in the answer and nowhere else. Throws `forbidden` for scopes that the
   * caller does not have: a key cannot make a stronger key.
   */
  async create(caller: Caller, input: NewApiKey): Promise<{ key: ApiKeyView; secret: string }> {
    const scopes = [...new Set(input.scopes ?? KEY_SCOPES_DEFAULT)];
    const missing = scopes.find((scope) => !caller.permissions.has(scope));
    if (missing !== undefined) {
      throw commonErrors.forbidden({ detail: `You do not have the scope ${missing} yourself.` });
    }
    const secret = KEY_PREFIX + randomBytes(32).toString('base64url');
    const nowMs = Date.now();
    const key = Object.assign(new ApiKey(), {
      id: uuidv7(nowMs),
      userId: caller.userId,
      name: input.name,
      prefix: secret.slice(0, KEY_PREFIX.length + 6),
      secretHash: digest(secret),
      scopes,
      models: input.models ?? null,
      tokenLimit: input.tokenLimit ?? null,
      expiresAtMs: input.expiresAtMs ?? null,
      revokedAtMs: null,
      lastUsedAtMs: null,
      createdAtMs: nowMs,
    });
    await this.database.transaction(async (tx) => {
      const held = await tx.countBy(ApiKey, { userId: caller.userId, revokedAtMs: IsNull() });
      if (held >= KEYS_PER_USER_MAX) throw authErrors.too_many_keys({ keysMax: KEYS_PER_USER_MAX });
      await tx.insert(ApiKey, key);
    });
    return { key, secret };
  }

  /** The newest first; at most those that one user may hold, and as many revoked ones. */
  listOf(userId: string): Promise<ApiKeyView[]> {
    return this.database
      .reading(ApiKey)
      .find({ where: { userId }, order: { id: 'DESC' }, take: 2 * KEYS_PER_USER_MAX });
  }

  /** Ends a key now. Admins may end anybody's. Revoking twice is fine. Throws `key_not_found`. */
  async revoke(caller: Caller, id: string): Promise<void> {
    const key = await this.database.reading(ApiKey).findOneBy({ id });
    const isAllowed = key?.userId === caller.userId || caller.permissions.has('admin');
    if (key === null || !isAllowed) throw authErrors.key_not_found({});
    await this.database.transaction((tx) =>
      tx.update(ApiKey, { id, revokedAtMs: IsNull() }, { revokedAtMs: Date.now() }),
    );
    this.events.emit('key.changed', { keyId: id, revoked: true });
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

  /** Bounded by the cache: a key is noted at most once while it is in memory. */
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

function digest(secret: string): string {
  return hash('sha256', secret, 'hex');
}
