import { Injectable, type OnModuleInit } from '@nestjs/common';
import { commonErrors } from '../common/errors/common.errors';
import type { CoinopError } from '../common/errors/define-errors';
import type { CoinopRequest } from '../common/http/context-request';
import type { Caller, Permission } from '../common/security/caller';
import { Credentials } from '../common/security/credentials';
import { LiveUsers } from '../users/live-users';
import { gamesErrors } from './games.errors';
import { ipPrefix } from './logic/ip-prefix';
import { judgePlayCall, type PlayRefusal } from './logic/play-rules';
import { PLAY_TOKEN_PREFIX } from './logic/play-token';
import { PlayService, type LivePlay } from './play.service';

const PERMISSIONS: ReadonlySet<Permission> = new Set<Permission>(['public', 'inference', 'play']);
const PLACES = ['/api/inference/', '/api/play/'];

/** Makes play tokens a way to log in: for one game, on its own host, for two corners of the API. */
@Injectable()
export class PlayCredential implements OnModuleInit {
  constructor(
    private readonly credentials: Credentials,
    private readonly plays: PlayService,
    private readonly users: LiveUsers,
  ) {}

  onModuleInit(): void {
    this.credentials.register(PLAY_TOKEN_PREFIX, (token, request) => this.resolve(token, request));
  }

  private async resolve(token: string, request: CoinopRequest): Promise<Caller> {
    if (!PLACES.some((prefix) => request.url.startsWith(prefix))) {
      throw commonErrors.unauthenticated({
        detail: 'A play token works only for /api/inference and /api/play.',
      });
    }
    const play = await this.plays.byToken(token);
    // Replaced by a newer one, most likely: the boot script asks the page for that.
    if (play === null) throw refused('token_expired');
    const refusal = judgePlayCall(factsOf(play), {
      faceGameId: request.face?.kind === 'game' ? request.face.gameId : null,
      origin: request.headers.origin,
      ipPrefix: ipPrefix(request.ip),
      nowMs: Date.now(),
    });
    if (refusal !== null) throw refused(refusal);
    return this.callerOf(play);
  }

  private async callerOf({ session, game }: LivePlay): Promise<Caller> {
    const user = await this.users.get(session.userId);
    if (user === null || !user.isActive) throw refused('session_expired');
    return Object.freeze({
      userId: user.id,
      username: user.username,
      // Never, whoever plays: a game gets no rights from its player.
      isAdmin: false,
      via: 'play',
      permissions: PERMISSIONS,
      tokenLimit: user.tokenLimit,
      play: Object.freeze({
        sessionId: session.id,
        gameId: session.gameId,
        gameTitle: game?.title ?? '',
        tokenLimit: session.tokenLimit,
      }),
    } satisfies Caller);
  }
}

function factsOf({ session, game }: LivePlay) {
  return {
    gameId: session.gameId,
    expectedOrigin: session.expectedOrigin,
    ipPrefix: session.ipPrefix,
    tokenExpiresAtMs: session.tokenExpiresAtMs,
    lastBeatAtMs: session.lastBeatAtMs,
    isLive: session.state === 'live',
    isGameActive: game?.state === 'active',
  };
}

/** The boot script reads the header, because the body is in the shape of whichever dialect was asked. */
function refused(refusal: PlayRefusal): CoinopError {
  return gamesErrors[refusal](
    {},
    { headers: { 'x-arcade-error': refusal, 'x-should-retry': 'false' } },
  );
}
