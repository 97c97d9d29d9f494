import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { commonErrors } from '../../common/errors/common.errors';
import type { CoinopRequest } from '../../common/http/context-request';
import { GameHosts } from '../game-hosts';
import { gamesErrors } from '../games.errors';
import { GameServer } from './game-server';

/** The parts of the platform that a game may reach, on its own host and with its play token. */
const GAME_APIS = ['/api/inference/', '/api/play/'];
/** Credentials of people and scripts. A game host removes them before anything can read them. */
const FOREIGN_CREDENTIALS = ['cookie', 'x-api-key', 'proxy-authorization'];

/**
 * The first thing that sees a request. It decides by the Host header which face of the server is
 * asked, and answers for the game faces itself, so that no route of the platform is ever matched on
 * a game host except the few a game may call.
 */
@Injectable()
export class HostGuard {
  constructor(
    adapters: HttpAdapterHost,
    private readonly hosts: GameHosts,
    private readonly games: GameServer,
  ) {
    // In the constructor: hooks that plugins add come later, and so run later.
    const fastify = adapters.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, reply) => this.receive(request, reply));
    fastify.addHook('onSend', async (request: CoinopRequest, reply) => {
      if (request.face?.kind === 'game') reply.removeHeader('set-cookie');
    });
  }

  private async receive(request: CoinopRequest, reply: FastifyReply): Promise<unknown> {
    const face = this.hosts.faceOf(request.headers.host);
    if (face.kind === 'unknown') throw commonErrors.misdirected({});
    request.face = face;
    if (face.kind === 'platform') {
      this.checkUpgrade(request);
      return undefined;
    }
    for (const name of FOREIGN_CREDENTIALS) delete request.raw.headers[name];
    if (!GAME_APIS.some((prefix) => request.url.startsWith(prefix))) {
      return this.games.serve(request, reply, face.gameId);
    }
    const { authorization } = request.headers;
    // No other kind of login works here, even a valid one: a game must never act as its player.
    if (authorization !== undefined && !/^bearer pt_/iu.test(authorization)) {
      throw gamesErrors.play_token_only({});
    }
    return undefined;
  }

  /** Browsers send cookies with a WebSocket's handshake from any page, so its Origin must be ours. */
  private checkUpgrade(request: FastifyRequest): void {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return;
    const { origin } = request.headers;
    if (origin !== undefined && origin !== this.hosts.platformOriginOf(request)) {
      throw commonErrors.forbidden({ detail: 'Connections from another origin are refused.' });
    }
  }
}
