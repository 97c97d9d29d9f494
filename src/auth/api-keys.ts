import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { Database } from '../common/database/database';
import { isUuid, uuidv7 } from '../common/database/uuid';
import { commonErrors } from '../common/errors/common.errors';
import { EventBus } from '../common/events/event-bus';
import { idOf, toPage, type Keyset, type Page } from '../common/paging/keyset';
import type { Caller, Permission } from '../common/security/caller';
import type { ApiKeyView } from './api-key.view';
import { authErrors } from './auth.errors';
import { ApiKey } from './data/api-key.entity';
import { KEY_SCOPES_DEFAULT } from './logic/key-scopes';
import { keyDigest, newKeySecret, shownPrefix } from './logic/key-secret';
import { UsersService } from '../users/users.service';

/** Keys of one user that are not revoked. */
const KEYS_PER_USER_MAX = 100;

export interface NewApiKey {
  /** Whose key it is. Only admins make keys for others. */
  userId: string;
  name: string;
  scopes?: Permission[];
  models?: string[] | null;
  tokenLimit?: number | null;
  expiresAtMs?: number | null;
}

/** API keys: made, listed, revoked. The secret is shown once and kept as SHA-256. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly database: Database,
    private readonly events: EventBus,
    private readonly users: UsersService,
  ) {}

  /**
   * Makes a key; its secret is in the answer and nowhere else. Throws `forbidden` for scopes that the
   * caller does not have: a key cannot make a stronger key.
   */
  async create(caller: Caller, input: NewApiKey): Promise<{ key: ApiKeyView; secret: string }> {
    if (input.userId !== caller.userId) await this.users.get(input.userId);
    const scopes = [...new Set(input.scopes ?? KEY_SCOPES_DEFAULT)];
    const missing = scopes.find((scope) => !caller.permissions.has(scope));
    if (missing !== undefined) {
      throw commonErrors.forbidden({ detail: `You do not have the scope ${missing} yourself.` });
    }
    const secret = newKeySecret();
    const nowMs = Date.now();
    const key = Object.assign(new ApiKey(), {
      id: uuidv7(nowMs),
      userId: input.userId,
      name: input.name,
      prefix: shownPrefix(secret),
      secretHash: keyDigest(secret),
      scopes,
      models: input.models ?? null,
      tokenLimit: input.tokenLimit ?? null,
      expiresAtMs: input.expiresAtMs ?? null,
      revokedAtMs: null,
      lastUsedAtMs: null,
      createdAtMs: nowMs,
    });
    await this.database.transaction(async (tx) => {
      const held = await tx.countBy(ApiKey, { userId: input.userId, revokedAtMs: IsNull() });
      if (held >= KEYS_PER_USER_MAX) throw authErrors.too_many_keys({ keysMax: KEYS_PER_USER_MAX });
      await tx.insert(ApiKey, key);
    });
    return { key, secret };
  }

  /**
   * Makes a key like this one; the old key works for another `overlapMs`, so that programs can change
   * over. Throws `key_not_found`, also for a key that works no more.
   */
  async rotate(
    caller: Caller,
    id: string,
    overlapMs: number,
  ): Promise<{ key: ApiKeyView; secret: string }> {
    const old = isUuid(id) ? await this.database.reading(ApiKey).findOneBy({ id }) : null;
    const nowMs = Date.now();
    const isOwn = old?.userId === caller.userId;
    if (old === null || !isOwn || !isLive(old, nowMs)) throw authErrors.key_not_found({});
    const { userId, name, scopes, models, tokenLimit, expiresAtMs } = old;
    const made = await this.create(caller, {
      userId,
      name,
      scopes,
      models,
      tokenLimit,
      expiresAtMs,
    });
    const endsAtMs = Math.min(expiresAtMs ?? Number.MAX_SAFE_INTEGER, nowMs + overlapMs);
    await this.database.transaction((tx) => tx.update(ApiKey, { id }, { expiresAtMs: endsAtMs }));
    this.events.emit('key.changed', { keyId: id, revoked: overlapMs === 0 });
    return made;
  }

  /** The newest first; at most those that one user may hold, and as many revoked ones. */
  listOf(userId: string): Promise<ApiKeyView[]> {
    return this.database
      .reading(ApiKey)
      .find({ where: { userId }, order: { id: 'DESC' }, take: 2 * KEYS_PER_USER_MAX });
  }

  /** In the order they were made, `rows` at a time; of one user, or of all (null). */
  async list(userId: string | null, rows: number, after: Keyset | null): Promise<Page<ApiKeyView>> {
    if (userId !== null && !isUuid(userId)) return { rows: [], next: null };
    const fetched = await this.database.reading(ApiKey).find({
      where: {
        ...(userId === null ? {} : { userId }),
        ...(after === null ? {} : { id: MoreThan(idOf(after)) }),
      },
      order: { id: 'ASC' },
      take: rows + 1,
    });
    return toPage<ApiKeyView>(fetched, rows, keyKeyset);
  }

  /** Ends a key now. Admins may end anybody's. Revoking twice is fine. Throws `key_not_found`. */
  async revoke(caller: Caller, id: string): Promise<void> {
    const key = isUuid(id) ? await this.database.reading(ApiKey).findOneBy({ id }) : null;
    const isAllowed = key?.userId === caller.userId || caller.permissions.has('admin');
    if (key === null || !isAllowed) throw authErrors.key_not_found({});
    await this.database.transaction((tx) =>
      tx.update(ApiKey, { id, revokedAtMs: IsNull() }, { revokedAtMs: Date.now() }),
    );
    this.events.emit('key.changed', { keyId: id, revoked: true });
  }
}

export function keyKeyset(key: ApiKeyView): Keyset {
  return [key.createdAtMs, key.id];
}

function isLive(key: ApiKey, nowMs: number): boolean {
  return key.revokedAtMs === null && (key.expiresAtMs === null || key.expiresAtMs > nowMs);
}
