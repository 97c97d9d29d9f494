import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { LessThan } from 'typeorm';
import { FreshCache } from '../common/cache/fresh-cache';
import { Database } from '../common/database/database';
import { uuidv7 } from '../common/database/uuid';
import { commonErrors } from '../common/errors/common.errors';
import { EventBus } from '../common/events/event-bus';
import type { Caller } from '../common/security/caller';
import { PlaySession, type PlayEndReason } from './data/play-session.entity';
import type { Game } from './data/game.entity';
import { gamesErrors } from './games.errors';
import { GamesService } from './games.service';
import { ipPrefix } from './logic/ip-prefix';
import { PLAY_BEAT_MAX_MS, PLAY_TOKEN_TTL_MS } from './logic/play-rules';
import { hashOfToken, newNonce, newPlayToken } from './logic/play-token';
import { PlayMeter } from './play-meter';

const LIVE_MAX = 10_000;
/** Tabs that one person may play in at a time. */
const SESSIONS_PER_USER_MAX = 20;
const SWEEP_EVERY_MS = 15_000;
const SWEEP_ROWS_MAX = 500;

/** Where a play is started from. */
export interface PlayStart {
  gameId: string;
  /** Origin the game will run on. */
  gameOrigin: string;
  ip: string;
}

export interface StartedPlay {
  session: PlaySession;
  game: Game;
  /** In clear, here and never again. */
  token: string;
  /** Tells the play page's frame from others; not a secret worth stealing. */
  nonce: string;
}

/** A session with what decides about its calls, from memory. */
export interface LivePlay {
  session: PlaySession;
  game: Game | null;
}

/** Sessions that one event ends together. */
type Whose = Partial<Record<'gameId' | 'userId' | 'loginSessionId', string>>;

/** Play sessions: started, kept alive by the play page, ended by whatever comes first. */
@Injectable()
export class PlayService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('games');
  private readonly live: FreshCache<LivePlay>;
  private sweeper: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly events: EventBus,
    private readonly games: GamesService,
    private readonly meter: PlayMeter,
  ) {
    this.live = new FreshCache<LivePlay>({
      entriesMax: LIVE_MAX,
      // Events make changes of this process show at once; this bounds what other processes do.
      maxAgeMs: database.isPostgres ? 1000 : 10_000,
      missAgeMs: 1000,
      load: (tokenHash) => this.load(tokenHash),
    });
    events.on('game.suspended', ({ gameId }) => this.endWhere({ gameId }, 'suspended'));
    for (const name of ['user.deactivated', 'user.deleted'] as const) {
      events.on(name, ({ userId }) => this.endWhere({ userId }, 'deactivated'));
    }
    events.on('session.ended', ({ sessionId }) =>
      this.endWhere({ loginSessionId: sessionId }, 'logout'),
    );
  }

  onApplicationBootstrap(): void {
    this.sweeper = setInterval(() => {
      this.sweep(Date.now()).catch((error: unknown) => this.log.error(error));
    }, SWEEP_EVERY_MS);
    this.sweeper.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweeper);
  }

  async start(caller: Caller, { gameId, gameOrigin, ip }: PlayStart): Promise<StartedPlay> {
    await this.games.get(caller, gameId);
    const game = await this.games.findGame(gameId);
    if (game === null || game.liveVersion === null)
      throw gamesErrors.game_not_found({ id: gameId });
    if (game.state !== 'active') throw gamesErrors.game_suspended({});
    const nowMs = Date.now();
    const token = newPlayToken();
    const session: PlaySession = {
      id: uuidv7(nowMs),
      userId: caller.userId,
      loginSessionId: caller.sessionId ?? null,
      gameId,
      gameVersion: game.liveVersion,
      tier: 'A',
      expectedOrigin: gameOrigin,
      createdIp: ip.slice(0, 64),
      ipPrefix: ipPrefix(ip),
      tokenHash: hashOfToken(token),
      tokenExpiresAtMs: nowMs + PLAY_TOKEN_TTL_MS,
      tokenLimit: this.games.sessionTokensOf(game),
      spentTokens: 0,
      state: 'live',
      endReason: null,
      startedAtMs: nowMs,
      lastBeatAtMs: nowMs,
      endedAtMs: null,
    };
    await this.makeRoom(caller.userId);
    await this.database.transaction((tx) => tx.insert(PlaySession, session));
    await this.games.countPlay(gameId);
    this.meter.open(session);
    return { session, game, token, nonce: newNonce() };
  }

  /** A fresh token, bound to the network the page is on now; the one before stops working. */
  async refresh(caller: Caller, id: string, ip: string): Promise<string> {
    const session = await this.own(caller, id);
    const token = newPlayToken();
    await this.change(session, {
      tokenHash: hashOfToken(token),
      tokenExpiresAtMs: Date.now() + PLAY_TOKEN_TTL_MS,
      ipPrefix: ipPrefix(ip),
      lastBeatAtMs: Date.now(),
    });
    return token;
  }

  /** The play page is still open. */
  async beat(caller: Caller, id: string): Promise<PlaySession> {
    const session = await this.own(caller, id);
    await this.change(session, { lastBeatAtMs: Date.now() });
    return session;
  }

  /** The caller's own session while it lives; throws `play_ended` when it is over. */
  async own(caller: Caller, id: string): Promise<PlaySession> {
    const session = await this.find(caller, id);
    const isOver = Date.now() - session.lastBeatAtMs > PLAY_BEAT_MAX_MS;
    if (session.state === 'live' && isOver) await this.end(session, 'timeout');
    if (session.state !== 'live' || isOver) throw gamesErrors.play_ended({});
    return session;
  }

  /** The caller's own session, over or not. */
  async find(caller: Caller, id: string): Promise<PlaySession> {
    const isId = /^[0-9a-f-]{36}$/u.test(id);
    const session = isId
      ? await this.database.reading(PlaySession).findOneBy({ id, userId: caller.userId })
      : null;
    if (session === null) throw commonErrors.not_found({ what: 'This play session' });
    return session;
  }

  async leave(caller: Caller, id: string): Promise<void> {
    const session = await this.find(caller, id);
    if (session.state === 'live') await this.end(session, 'left');
  }

  /** The session behind a token, live or not; null when no session has this token (any more). */
  byToken(token: string): LivePlay | null | Promise<LivePlay | null> {
    return this.live.get(hashOfToken(token));
  }

  spent(session: PlaySession): number {
    return this.meter.spent(session);
  }

  private async load(tokenHash: string): Promise<LivePlay | null> {
    const session = await this.database.reading(PlaySession).findOneBy({ tokenHash });
    if (session === null) return null;
    if (session.state === 'live') this.meter.open(session);
    return { session, game: await this.games.findGame(session.gameId) };
  }

  private async change(session: PlaySession, changes: Partial<PlaySession>): Promise<void> {
    await this.database.transaction((tx) => tx.update(PlaySession, { id: session.id }, changes));
    this.live.forget(session.tokenHash);
    Object.assign(session, changes);
  }

  private async end(session: PlaySession, reason: PlayEndReason): Promise<void> {
    const changes = { state: 'ended', endReason: reason, endedAtMs: Date.now() } as const;
    const { affected } = await this.database.transaction((tx) =>
      tx.update(PlaySession, { id: session.id, state: 'live' }, changes),
    );
    this.live.forget(session.tokenHash);
    Object.assign(session, changes);
    if (affected === 0) return;
    this.events.emit('play.ended', { playSessionId: session.id });
    await this.meter.close(session.id, reason);
  }

  private endWhere(which: Whose, reason: PlayEndReason): void {
    this.live.forgetWhere(({ session }) =>
      Object.entries(which).every(([name, value]) => session[name as keyof Whose] === value),
    );
    this.endAll(which, reason).catch((error: unknown) => this.log.error(error));
  }

  private async endAll(which: Whose, reason: PlayEndReason): Promise<void> {
    const sessions = await this.database.reading(PlaySession).findBy({ ...which, state: 'live' });
    for (const session of sessions) await this.end(session, reason);
  }

  /** A person who opens more tabs than are allowed loses the oldest. */
  private async makeRoom(userId: string): Promise<void> {
    const newest = await this.database.reading(PlaySession).find({
      where: { userId, state: 'live' },
      order: { startedAtMs: 'DESC' },
      take: SESSIONS_PER_USER_MAX + 10,
    });
    const tooMany = newest.slice(SESSIONS_PER_USER_MAX - 1);
    for (const session of tooMany) await this.end(session, 'replaced');
  }

  /** Ends the sessions whose page has gone without saying so. */
  private async sweep(nowMs: number): Promise<void> {
    const silent = await this.database.reading(PlaySession).find({
      where: { state: 'live', lastBeatAtMs: LessThan(nowMs - PLAY_BEAT_MAX_MS) },
      take: SWEEP_ROWS_MAX,
    });
    for (const session of silent) await this.end(session, 'timeout');
  }
}
