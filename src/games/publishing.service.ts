import { readFile, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Config } from '../common/config/config';
import type { Caller } from '../common/security/caller';
import { GameBlobs } from './data/game-blobs';
import { gamesErrors } from './games.errors';
import { GamesService } from './games.service';
import type { GameManifest } from './games.types';
import { fileTypeOf } from './logic/content-types';
import { sniffUpload } from './logic/sniff-upload';
import { toUtf8 } from './logic/to-utf8';

export interface Upload {
  title: string;
  description: string;
  /** A path from `receive`. */
  file: string;
}

/** The way from an uploaded file to a published version. */
@Injectable()
export class PublishingService {
  constructor(
    private readonly games: GamesService,
    private readonly blobs: GameBlobs,
    private readonly config: Config,
  ) {}

  /** Takes an upload in; resolves with a path for `publish`. The caller calls `discard` in the end. */
  async receive(upload: Readable): Promise<string> {
    const limitBytes = this.config.env.GAME_UPLOAD_BYTES_MAX;
    const file = await this.blobs.receive(upload, limitBytes);
    if (file === null) throw gamesErrors.game_too_large({ limitBytes });
    return file;
  }

  async discard(file: string): Promise<void> {
    await rm(file, { force: true });
  }

  /** A new game; resolves with its id. */
  async publish(owner: Caller, upload: Upload): Promise<string> {
    const content = await this.contentOf(upload.file);
    return this.blobs.exclusively(async () =>
      this.games.create({
        ownerId: owner.userId,
        title: upload.title,
        description: upload.description,
        manifest: await this.store(content),
      }),
    );
  }

  /** A new version of a game; resolves with its number. */
  async republish(caller: Caller, gameId: string, file: string): Promise<number> {
    const game = await this.games.changeable(caller, gameId);
    const content = await this.contentOf(file);
    return this.blobs.exclusively(async () =>
      this.games.addVersion(game.id, caller.userId, await this.store(content)),
    );
  }

  /** A game that ships with the server: made once, and renewed when a new build brings other bytes. */
  async publishSample(sampleKey: string, title: string, description: string, html: Buffer) {
    await this.blobs.exclusively(async () => {
      const manifest = await this.store(new Map([['index.html', html]]));
      const existing = await this.games.findSample(sampleKey);
      if (existing === null) {
        await this.games.create({ ownerId: null, title, description, manifest, sampleKey });
        return;
      }
      if (existing.state === 'deleted') return;
      const live = await this.games.findVersion(existing.id, existing.liveVersion ?? 0);
      const isSame =
        live?.manifest.files['index.html']?.hash === manifest.files['index.html']?.hash;
      if (!isSame) await this.games.addVersion(existing.id, null, manifest);
    });
  }

  private async contentOf(file: string): Promise<Map<string, Buffer>> {
    const bytes = await readFile(file);
    const refusal = sniffUpload(bytes);
    if (refusal !== null) throw gamesErrors.game_rejected({ detail: refusal });
    return new Map([['index.html', toUtf8(bytes)]]);
  }

  /** Puts the files where they belong and writes down their names. */
  private async store(content: ReadonlyMap<string, Buffer>): Promise<GameManifest> {
    const files: GameManifest['files'] = {};
    for (const [path, bytes] of content) {
      const { type, encoding } = fileTypeOf(path);
      files[path] = { hash: await this.blobs.put(bytes), sizeBytes: bytes.length, type, encoding };
    }
    return { entry: 'index.html', files };
  }
}
