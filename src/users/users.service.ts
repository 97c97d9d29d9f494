import { Injectable } from '@nestjs/common';
import { QueryFailedError, type EntityManager } from 'typeorm';
import { Database } from '../common/database/database';
import { isUuid, uuidv7 } from '../common/database/uuid';
import { idOf, toPage, type Keyset, type Page } from '../common/paging/keyset';
import { CoinopError } from '../common/errors/define-errors';
import { EventBus } from '../common/events/event-bus';
import { User } from './data/user.entity';
import { removesLastAdmin, usernameKey } from './logic/account-rules';
import { Passwords } from './passwords';
import type { UserView } from './user.view';
import { usersErrors } from './users.errors';
import type { NewUser, UserChanges, UserFilter } from './users.types';

/** The people of this server: made, changed, found, removed. Their usage records outlive them, by id. */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly events: EventBus,
  ) {}

  async find(id: string): Promise<UserView | null> {
    return isUuid(id) ? this.database.reading(User).findOneBy({ id }) : null;
  }

  async get(id: string): Promise<UserView> {
    const user = await this.find(id);
    if (user === null) throw usersErrors.user_not_found({});
    return user;
  }

  /** In the order they were made, `rows` at a time, after the one that `after` names. */
  async list(filter: UserFilter, rows: number, after: Keyset | null): Promise<Page<UserView>> {
    const query = this.database
      .reading(User)
      .createQueryBuilder('user')
      .orderBy('user.id', 'ASC')
      .take(rows + 1);
    if (after !== null) query.andWhere('user.id > :after', { after: idOf(after) });
    if (filter.isActive !== undefined) {
      query.andWhere('user.isActive = :isActive', { isActive: filter.isActive });
    }
    if (filter.search !== undefined) {
      const part = usernameKey(filter.search).replaceAll(/[\\%_]/gu, String.raw`\$&`);
      query.andWhere(String.raw`user.usernameKey LIKE :like ESCAPE '\'`, { like: `%${part}%` });
    }
    return toPage<UserView>(await query.getMany(), rows, userKeyset);
  }

  count(): Promise<number> {
    return this.database.reading(User).count();
  }

  /** The user whom this name and password belong to, active or not; null when they do not fit. */
  async findByPassword(username: string, password: string): Promise<UserView | null> {
    const user = await this.database
      .reading(User)
      .findOneBy({ usernameKey: usernameKey(username) });
    const fits = await this.passwords.matches(password, user?.passwordHash ?? null);
    return fits ? user : null;
  }

  /** Throws `username_taken` or `password_unfit`. */
  async create(input: NewUser): Promise<UserView> {
    const user = await this.build(input);
    return this.database.transaction((tx) => insert(tx, user));
  }

  /**
   * Makes the first admin unless there is any user; says whether it did. When several processes start
   * on one new PostgreSQL database, one of them does.
   */
  async createFirst(username: string, password: string): Promise<boolean> {
    if (await this.database.reading(User).exists()) return false;
    const user = await this.build({ username, password, isAdmin: true });
    try {
      await this.database.transaction((tx) => insert(tx, user));
      return true;
    } catch (error) {
      if (error instanceof CoinopError && error.code === 'username_taken') return false;
      throw error;
    }
  }

  /** Throws `user_not_found`, `last_admin` or `password_unfit`. A new password ends all logins. */
  async update(id: string, changes: UserChanges): Promise<UserView> {
    const passwordHash =
      changes.password === undefined ? undefined : await this.passwords.hash(changes.password);
    const nowMs = Date.now();
    const { before, after } = await this.database.transaction(async (tx) => {
      const before = await lock(tx, id);
      const after = Object.assign(new User(), before, { updatedAtMs: nowMs });
      if (changes.isActive !== undefined) after.isActive = changes.isActive;
      if (changes.isAdmin !== undefined) after.isAdmin = changes.isAdmin;
      if (changes.tokenLimit !== undefined) after.tokenLimit = changes.tokenLimit;
      if (passwordHash !== undefined) after.passwordHash = passwordHash;
      // Also for people who are let in again: their old logins stay over.
      if (passwordHash !== undefined || !after.isActive) after.sessionsValidFromMs = nowMs;
      await refuseLastAdmin(tx, before, after);
      await tx.update(User, { id }, after);
      return { before, after };
    });
    this.events.emit('user.changed', { userId: id });
    if (before.isActive && !after.isActive) this.events.emit('user.deactivated', { userId: id });
    return after;
  }

  /** Removes the row; sessions and keys go with it. Throws `user_not_found` or `last_admin`. */
  async delete(id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await refuseLastAdmin(tx, await lock(tx, id), null);
      await tx.delete(User, { id });
    });
    this.events.emit('user.deactivated', { userId: id });
    this.events.emit('user.deleted', { userId: id });
  }

  private async build(input: NewUser): Promise<User> {
    const nowMs = Date.now();
    return Object.assign(new User(), {
      id: uuidv7(nowMs),
      username: input.username,
      usernameKey: usernameKey(input.username),
      passwordHash: await this.passwords.hash(input.password),
      isAdmin: input.isAdmin ?? false,
      isActive: true,
      tokenLimit: input.tokenLimit ?? null,
      sessionsValidFromMs: 0,
      createdAtMs: nowMs,
      updatedAtMs: nowMs,
    });
  }
}

/** Ids are of version 7, so they sort by when they were made. */
export function userKeyset(user: UserView): Keyset {
  return [user.createdAtMs, user.id];
}

async function insert(tx: EntityManager, user: User): Promise<User> {
  if (await tx.existsBy(User, { usernameKey: user.usernameKey })) {
    throw usersErrors.username_taken({});
  }
  try {
    await tx.insert(User, user);
  } catch (error) {
    // On PostgreSQL another process may have taken the name since: the unique index has the last word.
    if (error instanceof QueryFailedError && /unique/iu.test(error.message)) {
      throw usersErrors.username_taken({}, { cause: error });
    }
    throw error;
  }
  return user;
}

/** Reads the row for changing it; on PostgreSQL all admins' rows are locked, so that two admins cannot demote each other at once. */
async function lock(tx: EntityManager, id: string): Promise<User> {
  if (!isUuid(id)) throw usersErrors.user_not_found({});
  if (tx.connection.options.type === 'postgres') {
    await tx.find(User, {
      select: { id: true },
      where: [{ isAdmin: true }, { id }],
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }
  const user = await tx.findOneBy(User, { id });
  if (user === null) throw usersErrors.user_not_found({});
  return user;
}

async function refuseLastAdmin(tx: EntityManager, before: User, after: User | null): Promise<void> {
  const admins = await tx.countBy(User, { isAdmin: true, isActive: true });
  const others = admins - (before.isAdmin && before.isActive ? 1 : 0);
  if (removesLastAdmin(before, after, others)) throw usersErrors.last_admin({});
}
