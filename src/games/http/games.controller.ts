import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { CoinopRequest } from '../../common/http/context-request';
import { TakesQuery, TakesUpload } from '../../common/http/describe';
import { parseBody } from '../../common/http/parse-body';
import { Allow, CurrentCaller } from '../../common/security/allow';
import type { Caller } from '../../common/security/caller';
import { LiveUsers } from '../../users/live-users';
import { gamesErrors } from '../games.errors';
import { GamesService } from '../games.service';
import type { GameSummary } from '../games.types';
import { PublishingService } from '../publishing.service';
import { gameFields, listQuery } from './games.schemas';
import { UploadReader } from './upload-reader';

@Controller()
export class GamesController {
  constructor(
    private readonly games: GamesService,
    private readonly publishing: PublishingService,
    private readonly uploads: UploadReader,
    private readonly users: LiveUsers,
  ) {}

  @Get('api/games')
  @Allow('games:read')
  @TakesQuery(listQuery)
  async list(@CurrentCaller() caller: Caller, @Query() query: unknown): Promise<object> {
    const { games, nextCursor } = await this.games.list(caller, parseBody(listQuery, query));
    const rendered = await Promise.all(games.map((game) => this.render(game)));
    return { games: rendered, next_cursor: nextCursor };
  }

  @Get('api/games/:id')
  @Allow('games:read')
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<object> {
    return this.render(await this.games.get(caller, id));
  }

  @Post('api/games')
  @Allow('games:write')
  @TakesUpload(gameFields)
  async publish(@CurrentCaller() caller: Caller, @Req() request: CoinopRequest): Promise<object> {
    const id = await this.uploads.read(request, async ({ fields, file }) => {
      const { title, description } = parseBody(gameFields, fields);
      return this.publishing.publish(caller, { title, description, file: present(file) });
    });
    return this.render(await this.games.get(caller, id));
  }

  @Post('api/games/:id/versions')
  @Allow('games:write')
  @TakesUpload(gameFields)
  async republish(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: CoinopRequest,
  ): Promise<object> {
    await this.uploads.read(request, ({ file }) =>
      this.publishing.republish(caller, id, present(file)),
    );
    return this.render(await this.games.get(caller, id));
  }

  @Delete('api/games/:id')
  @Allow('games:write')
  @HttpCode(204)
  async remove(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    await this.games.remove(caller, id);
  }

  /** The address of a game for people; the game itself never runs on this host. */
  @Get(['games/:id', 'games/:id/*'])
  @Allow('public')
  open(@Param('id') id: string, @Res() reply: FastifyReply): void {
    void reply.redirect(`/play/${encodeURIComponent(id)}`, 302);
  }

  private async render(game: GameSummary): Promise<object> {
    const author = game.ownerId === null ? null : await this.users.get(game.ownerId);
    return {
      id: game.id,
      title: game.title,
      description: game.description,
      author: author === null ? null : { id: author.id, username: author.username },
      is_sample: game.isSample,
      visibility: game.visibility,
      state: game.state,
      version: game.liveVersion,
      size_bytes: game.sizeBytes,
      plays: game.plays,
      play_url: `/games/${game.id}/`,
      created_at: new Date(game.createdAtMs).toISOString(),
      updated_at: new Date(game.updatedAtMs).toISOString(),
    };
  }
}

function present(file: string | undefined): string {
  if (file !== undefined) return file;
  throw gamesErrors.game_rejected({ detail: 'Send the game as the form field "file".' });
}
