import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../common/config/config';
import {
  gameOriginFor,
  hostRules,
  parseGamesOrigin,
  platformOriginsFor,
  type GameOriginPattern,
} from './logic/game-origin';
import { faceOfHost, type HostFace, type HostRules } from './logic/host-face';

/** Names and origins: which host is the platform's, which a game's, and where a game is for a player. */
@Injectable()
export class GameHosts {
  private readonly pattern: GameOriginPattern;
  private readonly rules: HostRules;
  private readonly publicUrl: string | undefined;

  constructor(config: Config) {
    this.pattern = parseGamesOrigin(config.env.GAMES_ORIGIN);
    this.rules = hostRules(this.pattern, config.env);
    this.publicUrl = config.env.PUBLIC_URL;
  }

  faceOf(hostHeader: string | undefined): HostFace {
    return faceOfHost(hostHeader, this.rules);
  }

  /** The platform's origin as this browser sees it. */
  platformOriginOf(request: FastifyRequest): string {
    if (this.publicUrl !== undefined) return new URL(this.publicUrl).origin;
    return `${request.protocol}://${request.headers.host ?? ''}`.toLowerCase();
  }

  /** Null when the player's address allows no separate origin. */
  originOfGame(gameId: string, platformOrigin: string): string | null {
    return gameOriginFor(this.pattern, gameId, platformOrigin);
  }

  /** The origin that a request on a game host was sent to. */
  ownOriginOf(hostHeader: string): string {
    const host = hostHeader.toLowerCase();
    if (this.pattern.isAuto) return `http://${host}`;
    return `${this.pattern.scheme}://${host.replace(/:\d+$/u, '')}${this.pattern.port}`;
  }

  /** The origins that may frame a game; the first is where people are sent. */
  platformsOf(hostHeader: string): string[] {
    return platformOriginsFor(this.publicUrl, hostHeader);
  }
}
