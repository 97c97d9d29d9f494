import { Injectable, Logger } from '@nestjs/common';
import { In, IsNull, type EntityManager } from 'typeorm';
import { FreshCache } from '../common/cache/fresh-cache';
import { Database } from '../common/database/database';
import { uuidv7 } from '../common/database/uuid';
import { EventBus } from '../common/events/event-bus';
import { refuseCredential } from './auth.errors';
import { Session } from './data/session.entity';
import { judgeCookie } from './logic/judge-cookie';
import { openToken, sealToken } from './logic/sealed-token';
import { TokenKeys } from './token-keys';

/** A login that is not used ends after this long. */
export const SESSION_IDLE_MS = 30 * 24 * 60 * 60_000;
/** Logins of one user at a time; the oldest end. */
const SESSIONS_PER_USER_MAX = 100;
const LIVE_MAX = 10_000;
const MISS_AGE_MS = 1_000;
const REFRESH_PREFIX = 'rt_';
const COOKIE_PREFIX = 'cs_';

export interface OpenedSession {
  session: Session;
  refreshToken: string;
  cookie: string;
}

/**
 * The logins: each is a family of refresh tokens and of cookies. Whoever uses an old member of the
 * family has copied it, and the family ends.
 */
@Injectable()
export class Sessions {
  private readonly log = new Logger('auth');
  private readonly cache: FreshCache<Session>;

  constructor(
    private readonly database: Database,
    private readonly events: EventBus,
    private readonly keys: TokenKeys,
  ) {
    this.cache = new FreshCache<Session>({
      entriesMax: LIVE_MAX,
      // With PostgreSQL another process may end a session: there the memory is at most a second old.
      maxAgeMs: database.isPostgres ? 1_000 : 60_000,
      missAgeMs: MISS_AGE_MS,
      load: (id) => this.load(id),
    });
    events.on('session.ended', ({ sessionId }) => this.cache.forget(sessionId));
    events.on('user.deleted', ({ userId }) =>
      this.cache.forgetWhere((session) => session.userId === userId),
    );
  }

  /** The session while it lives; null when it ended. A promise only when the memory has to be filled. */
  get(id: string): Session | null | Promise<Session | null> {
    return this.cache.get(id);
  }

  async open(userId: string, userAgent: string): Promise<OpenedSession> {
    const nowMs = Date.now();
    const session = Object.assign(new Session(), {
      id: uuidv7(nowMs),
      userId,
      refreshGeneration: 1,
      cookieIssued: 1,
      cookieConfirmed: 0,
      cookiePrevious: 0,
      cookieIssuedAtMs: nowMs,
      cookieConfirmedAtMs: nowMs,
      authenticatedAtMs: nowMs,
      expiresAtMs: nowMs + SESSION_IDLE_MS,
      endedAtMs: null,
      userAgent: userAgent.slice(0, 200),
      createdAtMs: nowMs,
    });
    const surplus = await this.database.transaction(async (tx) => {
      await tx.insert(Session, session);
      return endSurplus(tx, userId);
    });
    for (const sessionId of surplus) this.events.emit('session.ended', { sessionId, userId });
    return { session, refreshToken: this.refreshToken(session), cookie: this.cookie(session) };
  }

  /**
   * Trades a refresh token for the next one. Throws `unauthenticated` when it is not ours or the login
   * has ended; when it was used before, the login ends.
   */
  async refresh(refreshToken: string): Promise<{ session: Session; refreshToken: string }> {
    const opened = openToken(REFRESH_PREFIX, this.keys.refreshToken, refreshToken);
    if (opened === null) throw refuseCredential('token_invalid');
    const { sessionId: id, generation } = opened;
    const nowMs = Date.now();
    const { affected } = await this.database.transaction((tx) =>
      tx.update(
        Session,
        { id, refreshGeneration: generation, endedAtMs: IsNull() },
        { refreshGeneration: generation + 1, expiresAtMs: nowMs + SESSION_IDLE_MS },
      ),
    );
    this.cache.forget(id);
    const session = await this.get(id);
    if (session === null) throw refuseCredential('session_ended');
    if (affected === 0) {
      this.log.warn({ sessionId: id }, 'a refresh token was used twice: its login was ended');
      await this.end(session);
      throw refuseCredential('refresh_reused');
    }
    const next = { sessionId: id, generation: generation + 1 };
    return { session, refreshToken: sealToken(REFRESH_PREFIX, this.keys.refreshToken, next) };
  }

  /**
   * Finds the session of a cookie. `renew` is there when a new cookie is due and gives it, or null when
   * a parallel request was first. Throws `unauthenticated`.
   */
  resolveCookie(cookie: string): CookieSession | Promise<CookieSession> {
    const opened = openToken(COOKIE_PREFIX, this.keys.sessionCookie, cookie);
    if (opened === null) throw refuseCredential('session_ended');
    const session = this.get(opened.sessionId);
    return session instanceof Promise
      ? session.then((loaded) => this.judge(loaded, opened.generation))
      : this.judge(session, opened.generation);
  }

  async end(session: Pick<Session, 'id' | 'userId'>): Promise<void> {
    const { affected } = await this.database.transaction((tx) =>
      tx.update(Session, { id: session.id, endedAtMs: IsNull() }, { endedAtMs: Date.now() }),
    );
    if (affected === 0) return;
    this.events.emit('session.ended', { sessionId: session.id, userId: session.userId });
  }

  private judge(session: Session | null, generation: number): CookieSession {
    if (session === null) throw refuseCredential('session_ended');
    const verdict = judgeCookie(session, generation, Date.now());
    if (verdict.kind === 'reused') {
      this.log.warn(
        { sessionId: session.id },
        'an old session cookie came back: its login was ended',
      );
      void this.end(session).catch((error: unknown) => this.log.error(error));
      throw refuseCredential('session_ended');
    }
    if (verdict.isNewlyConfirmed) this.confirm(session, generation);
    return verdict.isDue ? { session, renew: () => this.renew(session) } : { session };
  }

  /** Remembered at once and written soon; if the process dies before, old cookies are good for longer. */
  private confirm(session: Session, generation: number): void {
    session.cookiePrevious = session.cookieConfirmed;
    session.cookieConfirmed = generation;
    session.cookieConfirmedAtMs = Date.now();
    const { id, cookiePrevious, cookieConfirmed, cookieConfirmedAtMs } = session;
    void this.database
      .transaction((tx) =>
        tx.update(Session, { id }, { cookiePrevious, cookieConfirmed, cookieConfirmedAtMs }),
      )
      .catch((error: unknown) => this.log.error(error));
  }

  private async renew(session: Session): Promise<string | null> {
    const nowMs = Date.now();
    const { id, cookieIssued } = session;
    const next = {
      cookieIssued: cookieIssued + 1,
      cookieIssuedAtMs: nowMs,
      expiresAtMs: nowMs + SESSION_IDLE_MS,
    };
    const { affected } = await this.database.transaction((tx) =>
      tx.update(Session, { id, cookieIssued, endedAtMs: IsNull() }, next),
    );
    if (affected === 0) return null;
    Object.assign(session, next);
    return this.cookie(session);
  }

  private async load(id: string): Promise<Session | null> {
    const session = await this.database.reading(Session).findOneBy({ id });
    const isLive = session !== null && session.endedAtMs === null;
    return isLive && session.expiresAtMs > Date.now() ? session : null;
  }

  private refreshToken(session: Session): string {
    return sealToken(REFRESH_PREFIX, this.keys.refreshToken, {
      sessionId: session.id,
      generation: session.refreshGeneration,
    });
  }

  private cookie(session: Session): string {
    return sealToken(COOKIE_PREFIX, this.keys.sessionCookie, {
      sessionId: session.id,
      generation: session.cookieIssued,
    });
  }
}

export interface CookieSession {
  session: Session;
  renew?: () => Promise<string | null>;
}

async function endSurplus(tx: EntityManager, userId: string): Promise<string[]> {
  const surplus = await tx.find(Session, {
    select: { id: true },
    where: { userId, endedAtMs: IsNull() },
    order: { id: 'DESC' },
    skip: SESSIONS_PER_USER_MAX,
    take: SESSIONS_PER_USER_MAX,
  });
  const ids = surplus.map(({ id }) => id);
  if (ids.length > 0) await tx.update(Session, { id: In(ids) }, { endedAtMs: Date.now() });
  return ids;
}
