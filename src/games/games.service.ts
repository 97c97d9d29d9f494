import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { FreshCache } from '../common/cache/fresh-cache';
import { Config } from '../common/config/config';
import { Database } from '../common/database/database';
import { uuidv7 } from '../common/database/uuid';
import { commonErrors } from '../common/errors/common.errors';
import { EventBus } from '../common/events/event-bus';
import type { Caller } from '../common/security/caller';
import { GameBlobs } from './data/game-blobs';
import { GameVersion } from './data/game-version.entity';
import { Game } from './data/game.entity';
import { gamesErrors } from './games.errors';
import type { GameFile, GameManifest, GameSummary } from './games.types';
import { GAME_ID, newGameId } from './logic/game-id';
import { containing, decodeCursor, encodeCursor } from './logic/list-cursor';
import { mayChange, maySee } from './logic/visibility';

/** Manifests kept in memory; one of a large game has some hundred kilobytes. */
const VERSIONS_MAX = 100;

export interface GameList {
  games: GameSummary[];
  nextCursor: string | null;
}

export interface NewGame {
  /** Null for a game that ships with the server. */
  ownerId: string | null;
  title: string;
  description: string;
  manifest: GameManifest;
  sampleKey?: string;
}

/** The catalogue: what games there are, whose they are, and which version is live. */
@Injectable()
export class GamesService {
  /** Versions never change, and a deleted game is refused before its files are looked for. */
  private readonly versions = new FreshCache<GameVersion>({
    entriesMax: VERSIONS_MAX,
    maxAgeMs: 60_000,
    missAgeMs: 0,
    load: (key) => {
      const [gameId = '', number] = key.split('/');
      return this.findVersion(gameId, Number(number));
    },
  });

  constructor(
    private readonly database: Database,
    private readonly blobs: GameBlobs,
    private readonly events: EventBus,
    private readonly config: Config,
  ) {}

  /** Newest first: the public games, and the caller's own. `search` looks into titles and descriptions. */
  async list(
    viewer: Caller,
    query: { search?: string; cursor?: string; limit: number; isEverything?: boolean },
  ): Promise<GameList> {
    const list = this.database
      .reading(Game)
      .createQueryBuilder('game')
      .where(
        query.isEverything === true
          ? 'TRUE'
          : "game.state = 'active' AND game.live_version IS NOT NULL AND (game.visibility = 'public' OR game.owner_id = :viewer)",
        { viewer: viewer.userId },
      )
      .orderBy('game.createdAtMs', 'DESC')
      .addOrderBy('game.id', 'DESC')
      .take(query.limit + 1);
    if (query.search !== undefined && query.search !== '') {
      list.andWhere(
        String.raw`(LOWER(game.title) LIKE :search ESCAPE '\' OR LOWER(game.description) LIKE :search ESCAPE '\')`,
        { search: containing(query.search) },
      );
    }
    if (query.cursor !== undefined) {
      const after = decodeCursor(query.cursor);
      if (after === null) throw commonErrors.invalid_request({ detail: 'cursor is not valid.' });
      list.andWhere('(game.created_at_ms < :at OR (game.created_at_ms = :at AND game.id < :id))', {
        at: after.createdAtMs,
        id: after.id,
      });
    }
    const rows = await list.getMany();
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    const hasMore = rows.length > query.limit && last !== undefined;
    return {
      games: await this.summaries(page),
      nextCursor: hasMore ? encodeCursor(last) : null,
    };
  }

  /** Throws `game_not_found` also for games the viewer may not see. */
  async get(viewer: Caller, id: string): Promise<GameSummary> {
    const [summary] = await this.summaries([await this.visible(viewer, id)]);
    return summary!;
  }

  /** Makes a game of an upload and publishes its first version. */
  async create(game: NewGame): Promise<string> {
    const id = newGameId();
    const nowMs = Date.now();
    await this.database.transaction(async (tx) => {
      if (game.ownerId !== null) {
        const limit = this.config.env.GAMES_PER_USER_MAX;
        const owned = await tx.countBy(Game, {
          ownerId: game.ownerId,
          state: In(['active', 'suspended']),
        });
        if (owned >= limit) throw gamesErrors.games_full({ limit });
      }
      await tx.insert(Game, {
        id,
        ownerId: game.ownerId,
        title: game.title,
        description: game.description,
        liveVersion: 1,
        sampleKey: game.sampleKey ?? null,
        createdAtMs: nowMs,
        updatedAtMs: nowMs,
      });
      await tx.insert(GameVersion, versionRow(id, 1, game, nowMs));
    });
    return id;
  }

  /** Publishes another version of a game; saves and links of players stay. Resolves with its number. */
  async addVersion(id: string, by: string | null, manifest: GameManifest): Promise<number> {
    const nowMs = Date.now();
    return this.database.transaction(async (tx) => {
      const newest = await tx.maximum(GameVersion, 'number', { gameId: id });
      const number = (newest ?? 0) + 1;
      await tx.insert(GameVersion, versionRow(id, number, { ownerId: by, manifest }, nowMs));
      await tx.update(Game, { id }, { liveVersion: number, updatedAtMs: nowMs });
      return number;
    });
  }

  /** Throws unless the caller may change the game. */
  async changeable(caller: Caller, id: string): Promise<Game> {
    const game = await this.visible(caller, id);
    if (!mayChange(caller, game)) {
      throw commonErrors.forbidden({ detail: 'Only its maker or an admin may change this game.' });
    }
    return game;
  }

  /** Takes the game away for good: running plays end, files that no other version uses are removed. */
  async remove(caller: Caller, id: string): Promise<void> {
    const game = await this.changeable(caller, id);
    const versions = await this.database.transaction(async (tx) => {
      const gone = await tx.findBy(GameVersion, { gameId: game.id });
      await tx.delete(GameVersion, { gameId: game.id });
      await tx.update(Game, { id: game.id }, { state: 'deleted', updatedAtMs: Date.now() });
      return gone;
    });
    this.events.emit('game.suspended', { gameId: game.id });
    const hashes = versions.flatMap((version) =>
      Object.values(version.manifest.files).map((file) => file.hash),
    );
    await this.blobs.exclusively(async () => {
      for (const hash of new Set(hashes)) await this.removeUnused(hash);
    });
  }

  async findSample(sampleKey: string): Promise<Game | null> {
    return this.database.reading(Game).findOneBy({ sampleKey });
  }

  async findGame(id: string): Promise<Game | null> {
    return GAME_ID.test(id) ? this.database.reading(Game).findOneBy({ id }) : null;
  }

  async findVersion(gameId: string, number: number): Promise<GameVersion | null> {
    return this.database.reading(GameVersion).findOneBy({ gameId, number, state: 'published' });
  }

  /** One file of a published version; null when there is none of that name. */
  async findFile(gameId: string, number: number, path: string): Promise<GameFile | null> {
    const version = await this.versions.get(`${gameId}/${number}`);
    const files = version?.manifest.files ?? {};
    return Object.hasOwn(files, path) ? files[path]! : null;
  }

  async countPlay(id: string): Promise<void> {
    await this.database.transaction((tx) => tx.increment(Game, { id }, 'plays', 1));
  }

  /** The most tokens one play session of this game may spend. */
  sessionTokensOf(game: Game): number {
    return game.sessionTokenLimit ?? this.config.env.GAME_SESSION_TOKENS_DEFAULT;
  }

  private async visible(viewer: Caller, id: string): Promise<Game> {
    const game = await this.findGame(id);
    if (game === null || !maySee(viewer, game)) throw gamesErrors.game_not_found({ id });
    return game;
  }

  /** Only within `exclusively`: an upload of the same bytes must not slip between the look and the removal. */
  private async removeUnused(hash: string): Promise<void> {
    const uses = await this.database
      .reading(GameVersion)
      .createQueryBuilder('version')
      .where('version.manifest LIKE :hash', { hash: `%${hash}%` })
      .getCount();
    if (uses === 0) await this.blobs.remove(hash);
  }

  private async summaries(games: Game[]): Promise<GameSummary[]> {
    if (games.length === 0) return [];
    const versions = await this.database.reading(GameVersion).find({
      select: { gameId: true, number: true, sizeBytes: true },
      where: games.map((game) => ({ gameId: game.id, number: game.liveVersion ?? 0 })),
    });
    const sizes = new Map(versions.map((version) => [version.gameId, version.sizeBytes]));
    return games.map((game) => toSummary(game, sizes.get(game.id) ?? 0));
  }
}

function versionRow(
  gameId: string,
  number: number,
  upload: Pick<NewGame, 'ownerId' | 'manifest'>,
  nowMs: number,
): GameVersion {
  return {
    id: uuidv7(nowMs),
    gameId,
    number,
    state: 'published',
    manifest: upload.manifest,
    sizeBytes: Object.values(upload.manifest.files).reduce((sum, file) => sum + file.sizeBytes, 0),
    createdBy: upload.ownerId,
    createdAtMs: nowMs,
  };
}

function toSummary(game: Game, sizeBytes: number): GameSummary {
  const { id, ownerId, title, description, visibility, state, liveVersion, plays } = game;
  const { createdAtMs, updatedAtMs, sampleKey } = game;
  return {
    id,
    ownerId,
    title,
    description,
    visibility,
    state,
    liveVersion,
    sizeBytes,
    plays,
    isSample: sampleKey !== null,
    createdAtMs,
    updatedAtMs,
  };
}
