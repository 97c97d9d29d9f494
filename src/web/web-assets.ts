import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { CoinopRequest } from '../common/http/context-request';
import { wantsHtml } from './logic/wants-html';
import { WEB_DIST, WebPages } from './web-pages';

/** Names under /assets/ carry a hash of their content, so they never change. Seconds. */
const ASSET_MAX_AGE_S = 31_536_000;
/** /static/ holds the few files whose names must stay: icon, manifest, colour scheme. Seconds. */
const STATIC_MAX_AGE_S = 3600;

/** Serves the built files and the bundled GraphQL playground. Runs before any route is made. */
@Injectable()
export class WebAssets implements OnModuleInit {
  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly pages: WebPages,
  ) {}

  onModuleInit(): void {
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    // Apollo owns the route /graphql; a browser that opens it is answered before Apollo sees it.
    fastify.addHook('onRequest', (request: CoinopRequest, reply, done) => {
      if (wantsPlayground(request)) void this.pages.sendPlayground(reply);
      else done();
    });
    serve(fastify, 'assets', { maxAge: ASSET_MAX_AGE_S, immutable: true });
    serve(fastify, 'static', { maxAge: STATIC_MAX_AGE_S, immutable: false });
  }
}

function wantsPlayground(request: CoinopRequest): boolean {
  return (
    request.method === 'GET' &&
    request.url.split('?', 1)[0] === '/graphql' &&
    request.face?.kind !== 'game' &&
    wantsHtml(request.headers.accept)
  );
}

interface Caching {
  maxAge: number;
  immutable: boolean;
}

/**
 * Not awaited on purpose: that would start Fastify's boot here, and routes made after it would keep
 * Fastify's own error answers instead of ours.
 */
function serve(fastify: FastifyInstance, folder: string, caching: Caching): void {
  const root = join(WEB_DIST, folder);
  if (!existsSync(root)) return;
  void fastify.register(fastifyStatic, {
    root,
    prefix: `/${folder}/`,
    index: false,
    decorateReply: false,
    preCompressed: true,
    dotfiles: 'deny',
    maxAge: caching.maxAge * 1000,
    immutable: caching.immutable,
    setHeaders: (reply) => void reply.header('x-content-type-options', 'nosniff'),
  });
}
