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
    // Callbacks, not promises: every request of the server passes here.
    fastify.addHook('onRequest', (request, reply, done) => this.receive(request, reply, done));
    fastify.addHook('onSend', (request: CoinopRequest, reply, payload, done) => {
      if (request.face?.kind === 'game') reply.removeHeader('set-cookie');
      done(null, payload);
    });
  }

  private receive(
    request: CoinopRequest,
    reply: FastifyReply,
    done: (error?: Error) => void,
  ): void {
    const face = this.hosts.faceOf(request.headers.host);
    if (face.kind === 'unknown') {
      done(commonErrors.misdirected({}));
      return;
    }
    request.face = face;
    const refusal =
      face.kind === 'platform' ? this.checkUpgrade(request) : stripCredentials(request);
    if (refusal !== undefined) done(refusal);
    else if (face.kind === 'platform' || isGameApi(request)) done();
    else this.games.serve(request, reply, face.gameId).then(undefined, done);
  }

  /** Browsers send cookies with a WebSocket's handshake from any page, so its Origin must be ours. */
  private checkUpgrade(request: FastifyRequest): Error | undefined {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return undefined;
    const { origin } = request.headers;
    if (origin === undefined || origin === this.hosts.platformOriginOf(request)) return undefined;
    return commonErrors.forbidden({ detail: 'Connections from another origin are refused.' });
  }
}

function isGameApi({ url }: FastifyRequest): boolean {
  return GAME_APIS.some((prefix) => url.startsWith(prefix));
}

/** No other kind of login works on a game host, even a valid one: a game must never act as its player. */
function stripCredentials(request: FastifyRequest): Error | undefined {
  for (const name of FOREIGN_CREDENTIALS) delete request.raw.headers[name];
  const { authorization } = request.headers;
  const isForeign = authorization !== undefined && !/^bearer pt_/iu.test(authorization);
  return isForeign && isGameApi(request) ? gamesErrors.play_token_only({}) : undefined;
}
