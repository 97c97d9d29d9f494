import { Injectable } from '@nestjs/common';
import type { Caller } from '../common/security/caller';
import { LiveUsers } from '../users/live-users';
import type { LiveUser } from '../users/users.types';
import { refuseCredential } from './auth.errors';
import type { ApiKey } from './data/api-key.entity';
import type { Session } from './data/session.entity';
import { permissionsOfKey, permissionsOfUser } from './logic/key-scopes';

const ANYONES = permissionsOfUser(false);
const ADMINS = permissionsOfUser(true);

interface Built {
  user: LiveUser;
  caller: Caller;
}

/**
 * Builds callers from live sessions and keys. A caller is built once and reused for as long as both
 * rows in memory are the same, so that a request costs two look-ups and no allocation.
 */
@Injectable()
export class Callers {
  private readonly byCookie = new WeakMap<Session, Built>();
  private readonly byToken = new WeakMap<Session, Built>();
  private readonly byKey = new WeakMap<ApiKey, Built>();

  constructor(private readonly users: LiveUsers) {}

  ofSession(session: Session | null, via: 'jwt' | 'session'): Caller | Promise<Caller> {
    if (session === null) throw refuseCredential('session_ended');
    return this.withUser(session.userId, (user) => {
      const isOver =
        session.authenticatedAtMs < user.sessionsValidFromMs || session.expiresAtMs <= Date.now();
      if (isOver) throw refuseCredential('session_ended');
      const built = via === 'session' ? this.byCookie : this.byToken;
      return reuse(built, session, user, () => ({
        userId: user.id,
        username: user.username,
        isAdmin: user.isAdmin,
        via,
        permissions: user.isAdmin ? ADMINS : ANYONES,
        tokenLimit: user.tokenLimit,
        sessionId: session.id,
      }));
    });
  }

  ofKey(key: ApiKey | null): Caller | Promise<Caller> {
    if (key === null) throw refuseCredential('key_unknown');
    if (key.revokedAtMs !== null && key.revokedAtMs <= Date.now()) {
      throw refuseCredential('key_revoked');
    }
    if (key.expiresAtMs !== null && key.expiresAtMs <= Date.now()) {
      throw refuseCredential('key_expired');
    }
    return this.withUser(key.userId, (user) =>
      reuse(this.byKey, key, user, () => ({
        userId: user.id,
        username: user.username,
        isAdmin: user.isAdmin,
        via: 'api-key',
        permissions: permissionsOfKey(key.scopes, user.isAdmin),
        tokenLimit: user.tokenLimit,
        apiKey: Object.freeze({
          id: key.id,
          name: key.name,
          prefix: key.prefix,
          tokenLimit: key.tokenLimit,
          models: key.models,
        }),
      })),
    );
  }

  private withUser(userId: string, build: (user: LiveUser) => Caller): Caller | Promise<Caller> {
    const check = (user: LiveUser | null): Caller => {
      if (user === null || !user.isActive) throw refuseCredential('user_inactive');
      return build(user);
    };
    const user = this.users.get(userId);
    return user instanceof Promise ? user.then(check) : check(user);
  }
}

function reuse<K extends object>(
  known: WeakMap<K, Built>,
  key: K,
  user: LiveUser,
  build: () => Caller,
): Caller {
  const built = known.get(key);
  if (built?.user === user) return built.caller;
  const caller = Object.freeze(build());
  known.set(key, { user, caller });
  return caller;
}
