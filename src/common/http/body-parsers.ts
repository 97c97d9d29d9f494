import type { IncomingMessage } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { commonErrors } from '../errors/common.errors';
import { pathOf } from './path-of';
import { readBody } from './read-body';

/**
 * Bodies are read after the guard, not before, where it matters: paths that `readsItself` get the
 * untouched stream and read it in their controller, under their own limit. Everything else is JSON of
 * at most `limitBytes`.
 */
export function registerBodyParsers(
  app: NestFastifyApplication,
  options: { limitBytes: number; readsItself: (path: string) => boolean },
): void {
  const fastify = app.getHttpAdapter().getInstance();
  // The route decides, not the address: one that is spelt in another way must not be read twice.
  const isLeft = ({ routeOptions, url }: FastifyRequest): boolean =>
    options.readsItself(routeOptions.url ?? pathOf(url));
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    async (request: FastifyRequest, payload: IncomingMessage) => {
      if (isLeft(request)) return undefined;
      const text = (await readBody(payload, options.limitBytes)).toString('utf8');
      return new Promise<unknown>((resolve, reject) => {
        void parseJson(request, text, (error, body) => {
          if (error === null) resolve(body);
          else reject(error);
        });
      });
    },
  );
  fastify.addContentTypeParser('*', (request, _payload, done) => {
    if (isLeft(request)) done(null, undefined);
    else done(commonErrors.unsupported_media_type({ expected: 'application/json' }));
  });
}
