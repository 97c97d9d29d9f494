import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { commonErrors } from '../../common/errors/common.errors';
import type { CoinopRequest } from '../../common/http/context-request';
import { Allow } from '../../common/security/allow';
import { GameHosts } from '../../games/game-hosts';
import { wantsHtml } from '../logic/wants-html';
import { WebPages } from '../web-pages';

/** The routes that web/src/app/routes.tsx knows. The play page has a route of its own below. */
const APP_ROUTES = ['/login', '/upload', '/usage', '/keys', '/start', '/admin', '/admin/users'];

/** What may become part of a host name, and so of a policy. */
const HOST_LABEL = /^[a-z0-9]{1,32}$/u;

/**
 * The pages of the app. A person who follows a link gets the app; a program that asks the same
 * address gets what an API would say, so that a mistyped URL in a script never parses HTML.
 */
@Controller()
export class PagesController {
  constructor(
    private readonly pages: WebPages,
    private readonly games: GameHosts,
  ) {}

  /** Ollama's clients ask here whether the server is up and read the text. */
  @Get('/')
  @Allow('public')
  root(@Req() request: CoinopRequest, @Res() reply: FastifyReply): void {
    if (wantsHtml(request.headers.accept)) {
      void this.pages.sendApp(reply);
      return;
    }
    void reply.header('vary', 'accept').type('text/plain; charset=utf-8').send('Ollama is running');
  }

  @Get(APP_ROUTES)
  @Allow('public')
  page(@Req() request: CoinopRequest, @Res() reply: FastifyReply): void {
    if (!wantsHtml(request.headers.accept)) throw commonErrors.not_found({ what: 'This address' });
    void this.pages.sendApp(reply);
  }

  /** May frame this one game and nothing else, so a game cannot leave its frame for another site. */
  @Get('/play/:id')
  @Allow('public')
  play(@Param('id') id: string, @Req() request: CoinopRequest, @Res() reply: FastifyReply): void {
    if (!wantsHtml(request.headers.accept)) throw commonErrors.not_found({ what: 'This address' });
    const platform = this.games.platformOriginOf(request);
    const origin = HOST_LABEL.test(id) ? this.games.originOfGame(id, platform) : null;
    void this.pages.sendApp(reply, origin === null ? [] : [origin]);
  }
}
