import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { GqlContextType } from '@nestjs/graphql';
import type { FastifyReply } from 'fastify';
import type { CoinopError } from '../errors/define-errors';
import { toCoinopError } from '../errors/to-coinop-error';
import { ErrorFaces } from './error-faces';
import { pathOf } from './path-of';
import type { CoinopRequest } from './context-request';

/** The last stop of everything thrown: logs it once, answers in the shape of the address. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly log = new Logger('http');

  constructor(private readonly faces: ErrorFaces) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const error = toCoinopError(thrown);
    if (host.getType<GqlContextType>() === 'graphql') throw error;
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<CoinopRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: CoinopError, request: CoinopRequest, reply: FastifyReply): void {
    if (error.level !== 'info') {
      const cause = error.cause instanceof Error ? error.cause.stack : error.cause;
      this.log[error.level]({ requestId: request.id, code: error.code, cause }, error.message);
    }
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const rendered = this.faces.render(pathOf(request.url), error, request.id);
    void reply
      .status(rendered.status)
      .headers(rendered.headers)
      .header('content-type', rendered.contentType)
      .send(rendered.body);
  }
}
