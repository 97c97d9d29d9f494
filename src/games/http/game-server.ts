import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ArcadeFiles } from './arcade-files';
import { GameBlobs } from '../data/game-blobs';
import type { GameState } from '../data/game.entity';
import { GameHosts } from '../game-hosts';
import { GamesService } from '../games.service';
import type { GameFile } from '../games.types';
import { isHtml } from '../logic/content-types';
import { cacheControl, gameHeaders } from '../logic/game-headers';
import { parseGamePath, versionOfReferer } from '../logic/game-path';
import { injectBoot } from '../logic/inject-boot';
import { byteRange } from '../logic/byte-range';

/**
 * The only place that sends bytes of a game. Everything that leaves here, refusals included, carries
 * the headers that keep the game to itself.
 */
@Injectable()
export class GameServer {
  constructor(
    private readonly games: GamesService,
    private readonly blobs: GameBlobs,
    private readonly hosts: GameHosts,
    private readonly arcade: ArcadeFiles,
  ) {}

  async serve(request: FastifyRequest, reply: FastifyReply, gameId: string): Promise<FastifyReply> {
    const host = request.headers.host ?? '';
    const self = this.hosts.ownOriginOf(host);
    const platforms = this.hosts.platformsOf(host);
    reply.headers(gameHeaders({ self, platforms })).header('x-request-id', request.id);
    const path = request.url.replace(/[?#].*$/su, '');
    if (path.startsWith('/__arcade/')) return this.arcade.serve(path, request, reply);
    // A worker of this kind would answer the next visit in our place, without any of these headers.
    if (request.headers['service-worker'] === 'script') {
      return refuse(reply, 403, 'Games cannot register service workers.');
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return notFound(reply);
    return this.serveFile({ path, gameId, self, platform: platforms[0]! }, request, reply);
  }

  private async serveFile(
    asked: { path: string; gameId: string; self: string; platform: string },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const wanted = parseGamePath(asked.path);
    const game = await this.games.findGame(asked.gameId);
    if (wanted === null || game === null) return notFound(reply);
    if (game.state !== 'active') return takenDown(reply, game.state);
    // Without the slash, the page's relative links would miss the version.
    if (/^\/~v\d+$/u.test(asked.path)) return reply.redirect(`${asked.path}/`, 302);
    const referred = versionOfReferer(request.headers.referer, asked.self);
    const number = wanted.version ?? referred ?? game.liveVersion ?? 0;
    const file = await this.games.findFile(game.id, number, wanted.file);
    if (file === null) return notFound(reply);
    const isDocument = isHtml(file.type);
    void reply
      .header('cache-control', cacheControl(wanted.version !== null, isDocument))
      .type(file.type);
    if (isDocument && file.encoding === null) {
      const tag = this.arcade.bootTag(`${asked.platform}/play/${game.id}`);
      return reply.send(injectBoot(await this.blobs.read(file.hash), tag));
    }
    return this.sendFile(file, request, reply);
  }

  private sendFile(file: GameFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    if (file.encoding !== null) void reply.header('content-encoding', file.encoding);
    void reply.header('etag', `"${file.hash}"`).header('accept-ranges', 'bytes');
    if (request.headers['if-none-match'] === `"${file.hash}"`) return reply.status(304).send();
    const range = byteRange(request.headers.range, file.sizeBytes);
    if (range === 'unsatisfiable') {
      void reply.header('content-range', `bytes */${file.sizeBytes}`);
      return refuse(reply, 416, 'There is no such range.');
    }
    const length = range === null ? file.sizeBytes : range.end - range.start + 1;
    void reply.header('content-length', length);
    if (range !== null) {
      void reply
        .status(206)
        .header('content-range', `bytes ${range.start}-${range.end}/${file.sizeBytes}`);
    }
    if (request.method === 'HEAD' || length === 0) return reply.send();
    return reply.send(this.blobs.stream(file.hash, range ?? undefined));
  }
}

function takenDown(reply: FastifyReply, state: GameState): FastifyReply {
  if (state !== 'deleted') return refuse(reply, 403, 'This game was taken down.');
  void reply.header('clear-site-data', '"cache", "storage"');
  return refuse(reply, 410, 'This game was deleted.');
}

function notFound(reply: FastifyReply): FastifyReply {
  return refuse(reply, 404, 'There is nothing here.');
}

function refuse(reply: FastifyReply, status: number, why: string): FastifyReply {
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send(`${why}\n`);
}
