import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { commonErrors } from '../../common/errors/common.errors';
import type { CoinopRequest } from '../../common/http/context-request';
import { Allow } from '../../common/security/allow';
import { wantsHtml } from '../logic/wants-html';
import { WebPages } from '../web-pages';

/** The routes that web/src/app/routes.tsx knows. The play page has a route of its own below. */
const APP_ROUTES = ['/login', '/upload', '/usage', '/keys', '/start', '/admin', '/admin/users'];

/**
 * The pages of the app. A person who follows a link gets the app; a program that asks the same
 * address gets what an API would say, so that a mistyped URL in a script never parses HTML.
 */
@Controller()
export class PagesController {
  constructor(private readonly pages: WebPages) {}

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

  @Get('/play/:id')
  @Allow('public')
  play(@Req() request: CoinopRequest, @Res() reply: FastifyReply): void {
    if (!wantsHtml(request.headers.accept)) throw commonErrors.not_found({ what: 'This address' });
    void this.pages.sendApp(reply);
  }
}
