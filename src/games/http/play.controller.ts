import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CoinopRequest } from '../../common/http/context-request';
import { TakesBody } from '../../common/http/describe';
import { parseBody } from '../../common/http/parse-body';
import { Allow, CurrentCaller } from '../../common/security/allow';
import type { Caller } from '../../common/security/caller';
import type { PlaySession } from '../data/play-session.entity';
import { GameHosts } from '../game-hosts';
import { gamesErrors } from '../games.errors';
import { PLAY_TOKEN_TTL_MS } from '../logic/play-rules';
import { PlayService } from '../play.service';
import { startPlayBody } from './games.schemas';
import { MeterStreams } from './meter-streams';

const EXPIRES_IN_S = PLAY_TOKEN_TTL_MS / 1000;

/** What the play page asks about its session; and, with a play token, the game about its budget. */
@Controller('api/play')
export class PlayController {
  constructor(
    private readonly plays: PlayService,
    private readonly hosts: GameHosts,
    private readonly streams: MeterStreams,
  ) {}

  @Post('sessions')
  @Allow('games:play')
  @TakesBody(startPlayBody)
  async start(
    @CurrentCaller() caller: Caller,
    @Body() body: unknown,
    @Req() request: CoinopRequest,
  ): Promise<object> {
    const { game_id: gameId } = parseBody(startPlayBody, body);
    const gameOrigin = this.hosts.originOfGame(gameId, this.hosts.platformOriginOf(request));
    if (gameOrigin === null) throw gamesErrors.isolation_unavailable({});
    const start = { gameId, gameOrigin, ip: request.ip };
    const { session, game, token, nonce } = await this.plays.start(caller, start);
    return {
      ...this.render(session),
      token,
      expires_in: EXPIRES_IN_S,
      game_url: `${gameOrigin}/~v${session.gameVersion}/`,
      game_origin: gameOrigin,
      nonce,
      game: { id: game.id, title: game.title },
      player: { name: caller.username },
    };
  }

  @Get('sessions/:id')
  @Allow('games:play')
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<object> {
    return this.render(await this.plays.find(caller, id));
  }

  @Get('sessions/:id/events')
  @Allow('games:play')
  async events(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.streams.open(await this.plays.own(caller, id), reply);
  }

  @Post('sessions/:id/token')
  @Allow('games:play')
  @HttpCode(200)
  async refresh(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: CoinopRequest,
  ): Promise<object> {
    const token = await this.plays.refresh(caller, id, request.ip);
    return { token, expires_in: EXPIRES_IN_S };
  }

  @Post('sessions/:id/beat')
  @Allow('games:play')
  @HttpCode(200)
  async beat(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<object> {
    return this.render(await this.plays.beat(caller, id));
  }

  /** POST as well, because a page that is being closed can only send a beacon. */
  @Post('sessions/:id/end')
  @Allow('games:play')
  @HttpCode(204)
  async end(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    await this.plays.leave(caller, id);
  }

  @Delete('sessions/:id')
  @Allow('games:play')
  @HttpCode(204)
  async remove(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    await this.plays.leave(caller, id);
  }

  @Get('budget')
  @Allow('play')
  async budget(@CurrentCaller() caller: Caller): Promise<object> {
    const session = await this.plays.find(caller, caller.play?.sessionId ?? '');
    const spent = this.plays.spent(session);
    const limit = session.tokenLimit;
    return { limit, spent, remaining: limit === null ? null : Math.max(0, limit - spent) };
  }

  private render(session: PlaySession): object {
    return {
      id: session.id,
      state: session.state,
      end_reason: session.endReason,
      version: session.gameVersion,
      token_limit: session.tokenLimit,
      spent: this.plays.spent(session),
      started_at: new Date(session.startedAtMs).toISOString(),
    };
  }
}
